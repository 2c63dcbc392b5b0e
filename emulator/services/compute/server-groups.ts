import { badRequest, notFound } from '../../server/errors.ts'
import { type EmulatorResponse, type JsonObject, noContent, ok } from '../../server/response.ts'
import { groupPolicies, type ServerGroup } from '../../state/server-groups.ts'
import { choice, list, object, required, trimmedName, unwrap } from '../../validation/fields.ts'
import { type Operation, type OperationCall, readOperation } from '../operation.ts'
import { sliceByQuery } from '../pagination.ts'

function represent({ cloud }: OperationCall, { id, name, policy, members }: ServerGroup): JsonObject {
  const alive = members.filter((member) => (cloud.servers.get(member)?.vmState ?? 'deleted') !== 'deleted')
  return { id, name, policies: [policy], members: alive, metadata: {} }
}

function ownGroups({ cloud, user }: OperationCall): ServerGroup[] {
  return [...cloud.serverGroups.values()].filter(({ tenantId }) => tenantId === user.tenant.id)
}

function findGroup(call: OperationCall): ServerGroup {
  const id = call.param('group')
  const group = ownGroups(call).find((candidate) => candidate.id === id)
  if (group === undefined) throw notFound(`Instance group ${id} could not be found.`)
  return group
}

function createGroup(call: OperationCall): EmulatorResponse {
  const { cloud, user, body } = call
  const fields = unwrap(body, 'server_group')
  const name = trimmedName(required(fields, 'name', 'server_group'), 'name')
  const policies = list(required(fields, 'policies', 'server_group'), 'policies')
  if (policies.length !== 1) throw badRequest('A server group has exactly one policy.')
  const policy = choice(policies[0], 'policies', groupPolicies)
  const group = { id: cloud.random.uuid(), name, tenantId: user.tenant.id, policy, members: [] }
  cloud.serverGroups.set(group.id, group)
  return ok({ server_group: represent(call, group) })
}

function deleteGroup(call: OperationCall): EmulatorResponse {
  call.cloud.serverGroups.delete(findGroup(call).id)
  return noContent
}

/**
 * The server group in the scheduler hints of a create request, which are beside the server, under one of two names.
 * @throws ApiError 400 for an unknown group
 */
export function hintedGroup(call: OperationCall): ServerGroup | undefined {
  const body = object(call.body, 'body')
  const hints =
    body['os:scheduler_hints'] === undefined ? body['OS-SCH-HNT:scheduler_hints'] : body['os:scheduler_hints']
  const id = hints === undefined ? undefined : object(hints, 'os:scheduler_hints')['group']
  if (id === undefined) return undefined
  const group = ownGroups(call).find((candidate) => candidate.id === id)
  if (group === undefined) throw badRequest(`Instance group ${String(id).slice(0, 80)} could not be found.`)
  return group
}

const collection = '/os-server-groups'
const differs = 'Servers become members of their group, but its policy has no effect: there are no hosts.'

export const serverGroupOperations: readonly Operation[] = [
  readOperation('server-groups.list', collection, (call) => ({
    server_groups: sliceByQuery(ownGroups(call), call.query).map((group) => represent(call, group)),
  })),
  readOperation('server-groups.show', `${collection}/:group`, (call) => ({
    server_group: represent(call, findGroup(call)),
  })),
  { name: 'server-groups.create', method: 'POST', path: collection, handle: createGroup, differs },
  { name: 'server-groups.delete', method: 'DELETE', path: `${collection}/:group`, handle: deleteGroup },
]
