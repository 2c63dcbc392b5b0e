import { badRequest, conflict, notFound } from '../errors.ts'
import { type Call, type Operation, reading } from '../operation.ts'
import { accepted, type JsonObject, ok, type Reply } from '../reply.ts'
import { groupNamesOf } from '../representation/server.ts'
import type { SecurityGroup, SecurityRule } from '../state/security-groups.ts'
import { integer, required, text, trimmedName, wrapped } from '../validation/fields.ts'
import { findServer } from './server-lookup.ts'

/** Nova shows only what is let in, in words of its own. */
function representRule({ world }: Call, rule: SecurityRule): JsonObject {
  const remote = rule.remoteGroupId === null ? undefined : world.networking.security.groups.get(rule.remoteGroupId)
  return {
    id: rule.id,
    parent_group_id: rule.groupId,
    ip_protocol: rule.protocol,
    from_port: rule.portMin,
    to_port: rule.portMax,
    group: remote === undefined ? {} : { name: remote.name, tenant_id: remote.tenantId },
    ip_range: rule.remotePrefix === null ? {} : { cidr: rule.remotePrefix },
  }
}

function represent(call: Call, group: SecurityGroup): JsonObject {
  const rules = call.world.networking.security.rulesOf(group).filter(({ direction }) => direction === 'ingress')
  const { id, name, description, tenantId } = group
  return { id, name, description, tenant_id: tenantId, rules: rules.map((rule) => representRule(call, rule)) }
}

function ownGroups({ world, user }: Call): SecurityGroup[] {
  return [...world.networking.security.groups.values()].filter(({ tenantId }) => tenantId === user.tenant.id)
}

function findGroup(call: Call, id: string): SecurityGroup {
  const group = ownGroups(call).find((candidate) => candidate.id === id)
  if (group === undefined) throw notFound(`Security group ${id} not found.`)
  return group
}

function createGroup(call: Call): Reply {
  const fields = wrapped(call.body, 'security_group')
  const name = trimmedName(required(fields, 'name', 'security_group'), 'name')
  const description = text(fields['description'] ?? '', 'description', 0, 255)
  if (name === 'default') throw badRequest('There is a default security group already.')
  const group = call.world.networking.security.add(call.user.tenant.id, name, description)
  return ok({ security_group: represent(call, group) })
}

function updateGroup(call: Call): Reply {
  const fields = wrapped(call.body, 'security_group')
  const name = trimmedName(required(fields, 'name', 'security_group'), 'name')
  const description = text(fields['description'] ?? '', 'description', 0, 255)
  const group = findGroup(call, call.param('group'))
  if (group.name === 'default') throw badRequest('The default security group cannot be changed.')
  Object.assign(group, { name, description })
  return ok({ security_group: represent(call, group) })
}

function deleteGroup(call: Call): Reply {
  const group = findGroup(call, call.param('group'))
  const { networking } = call.world
  if (group.name === 'default' || networking.isGroupUsed(group)) throw conflict(`Security group ${group.id} is in use.`)
  networking.security.remove(group)
  return accepted()
}

const cidr = /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/

/** -1 is how Nova's clients say any. */
function readPort(value: unknown, name: string): number | null {
  const port = integer(value ?? -1, name, -1)
  return port === -1 ? null : port
}

function createRule(call: Call): Reply {
  const fields = wrapped(call.body, 'security_group_rule')
  const group = findGroup(call, text(required(fields, 'parent_group_id', 'security_group_rule'), 'parent_group_id'))
  const protocol = text(required(fields, 'ip_protocol', 'security_group_rule'), 'ip_protocol').toLowerCase()
  const remote = fields['group_id']
  const prefix = remote === undefined || remote === null ? text(fields['cidr'] ?? '0.0.0.0/0', 'cidr') : null
  if (prefix !== null && !cidr.test(prefix)) throw badRequest(`Invalid cidr ${prefix.slice(0, 40)}`)
  const rule = call.world.networking.security.addRule(group, {
    direction: 'ingress',
    ethertype: 'IPv4',
    protocol,
    portMin: readPort(fields['from_port'], 'from_port'),
    portMax: readPort(fields['to_port'], 'to_port'),
    remotePrefix: prefix,
    remoteGroupId: prefix === null ? findGroup(call, text(remote, 'group_id')).id : null,
  })
  return ok({ security_group_rule: representRule(call, rule) })
}

function deleteRule(call: Call): Reply {
  const id = call.param('rule')
  const { rules } = call.world.networking.security
  if (rules.get(id)?.tenantId !== call.user.tenant.id) throw notFound(`Security group rule ${id} not found.`)
  rules.delete(id)
  return accepted()
}

/** The groups of a server's ports, whole. */
function serverGroups(call: Call): JsonObject {
  const names = groupNamesOf(call.world, findServer(call))
  const groups = ownGroups(call).filter(({ name }) => names.includes(name))
  return { security_groups: groups.map((group) => represent(call, group)) }
}

const groups = '/os-security-groups'
const rules = '/os-security-group-rules'

/** Security groups as clients older than the network service know them. */
export const groupProxyOperations: readonly Operation[] = [
  reading('servers.groups', '/servers/:server/os-security-groups', serverGroups),
  reading('proxies.groups', groups, (call) => ({
    security_groups: ownGroups(call).map((group) => represent(call, group)),
  })),
  reading('proxies.groups.show', `${groups}/:group`, (call) => ({
    security_group: represent(call, findGroup(call, call.param('group'))),
  })),
  { name: 'proxies.groups.create', method: 'POST', path: groups, handle: createGroup },
  { name: 'proxies.groups.update', method: 'PUT', path: `${groups}/:group`, handle: updateGroup },
  { name: 'proxies.groups.delete', method: 'DELETE', path: `${groups}/:group`, handle: deleteGroup },
  { name: 'proxies.rules.create', method: 'POST', path: rules, handle: createRule },
  { name: 'proxies.rules.delete', method: 'DELETE', path: `${rules}/:rule`, handle: deleteRule },
]
