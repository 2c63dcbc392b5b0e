import { groupNamesOf } from '../../../serializers/server.ts'
import { badRequest } from '../../../server/errors.ts'
import { accepted, type EmulatorResponse, type JsonObject, ok } from '../../../server/response.ts'
import type { SecurityGroup } from '../../../state/security-groups.ts'
import { required, text, unwrap } from '../../../validation/fields.ts'
import { type Operation, type OperationCall, readOperation } from '../../operation.ts'
import { sliceByQuery } from '../../pagination.ts'
import { findServer } from '../servers/lookup.ts'
import { findGroup, ownGroups, representRule, ruleProxyOperations } from './security-group-rules.ts'

function represent(call: OperationCall, group: SecurityGroup): JsonObject {
  const rules = call.cloud.networking.security.rulesOf(group).filter(({ direction }) => direction === 'ingress')
  const { id, name, description, tenantId } = group
  return { id, name, description, tenant_id: tenantId, rules: rules.map((rule) => representRule(call, rule)) }
}

function createGroup(call: OperationCall): EmulatorResponse {
  const fields = unwrap(call.body, 'security_group')
  const name = text(required(fields, 'name', 'security_group'), 'name', 0, 255)
  const description = text(fields['description'] ?? '', 'description', 0, 255)
  if (name === 'default') throw badRequest('There is a default security group already.')
  const group = call.cloud.networking.security.add(call.user.tenant.id, name, description)
  return ok({ security_group: represent(call, group) })
}

function updateGroup(call: OperationCall): EmulatorResponse {
  const fields = unwrap(call.body, 'security_group')
  const name = text(required(fields, 'name', 'security_group'), 'name', 0, 255)
  const description = text(fields['description'] ?? '', 'description', 0, 255)
  const group = findGroup(call, call.param('group'))
  if (group.name === 'default') throw badRequest('The default security group cannot be changed.')
  Object.assign(group, { name, description })
  return ok({ security_group: represent(call, group) })
}

function deleteGroup(call: OperationCall): EmulatorResponse {
  const group = findGroup(call, call.param('group'))
  const { networking } = call.cloud
  // Nova turns the 409 of the network service into a 400.
  if (group.name === 'default' || networking.isSecurityGroupInUse(group))
    throw badRequest(`Security group ${group.id} is in use.`)
  networking.security.remove(group)
  return accepted()
}

/** Returns the security groups of the ports of a server, with their rules. */
function serverGroups(call: OperationCall): JsonObject {
  const names = groupNamesOf(call.cloud, findServer(call))
  const groups = ownGroups(call).filter(({ name }) => names.includes(name))
  return { security_groups: groups.map((group) => represent(call, group)) }
}

const groups = '/os-security-groups'

/** Security groups for clients that do not use the network service. */
export const groupProxyOperations: readonly Operation[] = [
  readOperation('servers.groups', '/servers/:server/os-security-groups', serverGroups),
  readOperation('proxies.groups', groups, (call) => ({
    security_groups: sliceByQuery(ownGroups(call), call.query).map((group) => represent(call, group)),
  })),
  readOperation('proxies.groups.show', `${groups}/:group`, (call) => ({
    security_group: represent(call, findGroup(call, call.param('group'))),
  })),
  { name: 'proxies.groups.create', method: 'POST', path: groups, handle: createGroup },
  { name: 'proxies.groups.update', method: 'PUT', path: `${groups}/:group`, handle: updateGroup },
  { name: 'proxies.groups.delete', method: 'DELETE', path: `${groups}/:group`, handle: deleteGroup },
  ...ruleProxyOperations,
]
