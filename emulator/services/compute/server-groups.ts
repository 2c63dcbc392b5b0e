import { defineHook } from '../../fault-injection/hooks.ts'
import { badRequest, notFound } from '../../server/errors.ts'
import { type EmulatorResponse, type JsonObject, noContent, ok } from '../../server/response.ts'
import { groupPolicies, type ServerGroup } from '../../state/server-groups.ts'
import type { Server } from '../../state/servers.ts'
import { choice, list, object, required, trimmedName, unwrap } from '../../validation/fields.ts'
import { type Operation, type OperationCall, readOperation } from '../operation.ts'
import { sliceByQuery } from '../pagination.ts'

/** Returns the servers of a group that are not deleted. */
export const groupMembers = defineHook(
  'serverGroups.members',
  ({ cloud }: OperationCall, { members }: ServerGroup): readonly string[] =>
    members.filter((member) => (cloud.servers.get(member)?.vmState ?? 'deleted') !== 'deleted'),
)

function represent(call: OperationCall, group: ServerGroup): JsonObject {
  const { id, name, policy } = group
  return { id, name, policies: [policy], members: groupMembers(call, group), metadata: {} }
}

function ownGroups({ cloud, user }: OperationCall): ServerGroup[] {
  return [...cloud.serverGroups.values()].filter(({ tenantId }) => tenantId === user.tenant.id)
}

/** Returns the tenant's server group that the path names. @throws ApiError 404 */
export const findGroup = defineHook('serverGroups.find', (call: OperationCall): ServerGroup => {
  const id = call.param('group')
  const group = ownGroups(call).find((candidate) => candidate.id === id)
  if (group === undefined) throw notFound(`Instance group ${id} could not be found.`)
  return group
})

/** Returns the policy that a create request names. @throws ApiError 400 */
export const groupPolicy = defineHook(
  'serverGroups.policy',
  (_call: OperationCall, value: unknown): ServerGroup['policy'] => choice(value, 'policies', groupPolicies),
)

/** Keeps a new group. */
export const storeGroup = defineHook('serverGroups.store', ({ cloud }: OperationCall, group: ServerGroup): void => {
  cloud.serverGroups.set(group.id, group)
})

/** Makes new servers members of a group. */
export const joinGroup = defineHook(
  'serverGroups.join',
  (_call: OperationCall, group: ServerGroup, servers: readonly Server[]): void => {
    group.members = [...group.members, ...servers.map(({ id }) => id)]
  },
)

function createGroup(call: OperationCall): EmulatorResponse {
  const { cloud, user, body } = call
  const fields = unwrap(body, 'server_group')
  const name = trimmedName(required(fields, 'name', 'server_group'), 'name')
  const policies = list(required(fields, 'policies', 'server_group'), 'policies')
  if (policies.length !== 1) throw badRequest('A server group has exactly one policy.')
  const policy = groupPolicy(call, policies[0])
  const group = { id: cloud.random.uuid(), name, tenantId: user.tenant.id, policy, members: [] }
  storeGroup(call, group)
  return ok({ server_group: represent(call, group) })
}

/** Deletes a group; its servers stay. */
export const removeGroup = defineHook('serverGroups.remove', ({ cloud }: OperationCall, group: ServerGroup): void => {
  cloud.serverGroups.delete(group.id)
})

function deleteGroup(call: OperationCall): EmulatorResponse {
  removeGroup(call, findGroup(call))
  return noContent
}

/**
 * Returns the server group in the scheduler hints of a create request, which are beside the server, under one of two
 * names.
 * @throws ApiError 400 for an unknown group
 */
export const hintedGroup = defineHook('serverGroups.hinted', (call: OperationCall): ServerGroup | undefined => {
  const body = object(call.body, 'body')
  const hints =
    body['os:scheduler_hints'] === undefined ? body['OS-SCH-HNT:scheduler_hints'] : body['os:scheduler_hints']
  const id = hints === undefined ? undefined : object(hints, 'os:scheduler_hints')['group']
  if (id === undefined) return undefined
  const group = ownGroups(call).find((candidate) => candidate.id === id)
  if (group === undefined) throw badRequest(`Instance group ${String(id).slice(0, 80)} could not be found.`)
  return group
})

const collection = '/os-server-groups'
const differs =
  'Servers become members of their group, but its policy has no effect: there are no hosts. The edition of May 2026 has ' +
  'no policy but anti-affinity (rule of the vendor).'

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
