import { groupNamesOf } from '../../../serializers/server.ts'
import { badRequest } from '../../../server/errors.ts'
import { accepted, type EmulatorResponse, type JsonObject, ok } from '../../../server/response.ts'
import type { SecurityGroup } from '../../../state/security-groups.ts'
import { required, text, wrapped } from '../../../validation/fields.ts'
import { type Call, type Operation, reading } from '../../operation.ts'
import { sliced } from '../../pagination.ts'
import { findServer } from '../servers/lookup.ts'
import { findGroup, ownGroups, representRule, ruleProxyOperations } from './security-group-rules.ts'

function represent(call: Call, group: SecurityGroup): JsonObject {
  const rules = call.cloud.networking.security.rulesOf(group).filter(({ direction }) => direction === 'ingress')
  const { id, name, description, tenantId } = group
  return { id, name, description, tenant_id: tenantId, rules: rules.map((rule) => representRule(call, rule)) }
}

function createGroup(call: Call): EmulatorResponse {
  const fields = wrapped(call.body, 'security_group')
  const name = text(required(fields, 'name', 'security_group'), 'name', 0, 255)
  const description = text(fields['description'] ?? '', 'description', 0, 255)
  if (name === 'default') throw badRequest('There is a default security group already.')
  const group = call.cloud.networking.security.add(call.user.tenant.id, name, description)
  return ok({ security_group: represent(call, group) })
}

function updateGroup(call: Call): EmulatorResponse {
  const fields = wrapped(call.body, 'security_group')
  const name = text(required(fields, 'name', 'security_group'), 'name', 0, 255)
  const description = text(fields['description'] ?? '', 'description', 0, 255)
  const group = findGroup(call, call.param('group'))
  if (group.name === 'default') throw badRequest('The default security group cannot be changed.')
  Object.assign(group, { name, description })
  return ok({ security_group: represent(call, group) })
}

function deleteGroup(call: Call): EmulatorResponse {
  const group = findGroup(call, call.param('group'))
  const { networking } = call.cloud
  // Nova passes the network service's 409 on as a 400.
  if (group.name === 'default' || networking.isSecurityGroupInUse(group))
    throw badRequest(`Security group ${group.id} is in use.`)
  networking.security.remove(group)
  return accepted()
}

/** The groups of a server's ports, whole. */
function serverGroups(call: Call): JsonObject {
  const names = groupNamesOf(call.cloud, findServer(call))
  const groups = ownGroups(call).filter(({ name }) => names.includes(name))
  return { security_groups: groups.map((group) => represent(call, group)) }
}

const groups = '/os-security-groups'

/** Security groups as clients older than the network service know them. */
export const groupProxyOperations: readonly Operation[] = [
  reading('servers.groups', '/servers/:server/os-security-groups', serverGroups),
  reading('proxies.groups', groups, (call) => ({
    security_groups: sliced(ownGroups(call), call.query).map((group) => represent(call, group)),
  })),
  reading('proxies.groups.show', `${groups}/:group`, (call) => ({
    security_group: represent(call, findGroup(call, call.param('group'))),
  })),
  { name: 'proxies.groups.create', method: 'POST', path: groups, handle: createGroup },
  { name: 'proxies.groups.update', method: 'PUT', path: `${groups}/:group`, handle: updateGroup },
  { name: 'proxies.groups.delete', method: 'DELETE', path: `${groups}/:group`, handle: deleteGroup },
  ...ruleProxyOperations,
]
