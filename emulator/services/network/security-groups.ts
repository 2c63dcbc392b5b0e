import { representGroup, representRule } from '../../serializers/network.ts'
import { badRequest, conflict } from '../../server/errors.ts'
import { created, type EmulatorResponse, noContent, ok } from '../../server/response.ts'
import type { SecurityGroup, SecurityRule } from '../../state/security-groups.ts'
import { choice, integer, type RequestFields, required, text, unwrap } from '../../validation/fields.ts'
import type { Operation, OperationCall } from '../operation.ts'
import { findIn, type NetworkCollection, readOperations } from './collection.ts'

const groups: NetworkCollection<SecurityGroup> = {
  plural: 'security-groups',
  singular: 'security group',
  items: ({ cloud }) => [...cloud.networking.security.groups.values()],
  represent: representGroup,
}

const rules: NetworkCollection<SecurityRule> = {
  plural: 'security-group-rules',
  singular: 'security group rule',
  items: ({ cloud }) => [...cloud.networking.security.rules.values()],
  represent: representRule,
}

function createGroup(call: OperationCall): EmulatorResponse {
  const fields = unwrap(call.body, 'security_group')
  const name = text(required(fields, 'name', 'security_group'), 'name', 1, 255)
  const description = text(fields['description'] ?? '', 'description', 0, 255)
  if (name === 'default') throw conflict('There is a default security group already.')
  const group = call.cloud.networking.security.add(call.user.tenant.id, name, description)
  return created({ security_group: representGroup(call, group) })
}

function updateGroup(call: OperationCall): EmulatorResponse {
  const fields = unwrap(call.body, 'security_group')
  const name = fields['name'] === undefined ? undefined : text(fields['name'], 'name', 1, 255)
  const description =
    fields['description'] === undefined ? undefined : text(fields['description'], 'description', 0, 255)
  const group = findIn(groups, call)
  if (group.name === 'default' && name !== undefined) throw conflict('The default security group cannot be renamed.')
  group.name = name ?? group.name
  group.description = description ?? group.description
  return ok({ security_group: representGroup(call, group) })
}

function deleteGroup(call: OperationCall): EmulatorResponse {
  const group = findIn(groups, call)
  const { networking } = call.cloud
  if (networking.isSecurityGroupInUse(group) || group.name === 'default') {
    throw conflict(`Security group ${group.id} is in use.`)
  }
  networking.security.remove(group)
  return noContent
}

function optionalText(fields: RequestFields, key: string): string | null {
  const value = fields[key]
  return value === undefined || value === null ? null : text(value, key, 1, 255)
}

function optionalPort(fields: RequestFields, key: string): number | null {
  const value = fields[key]
  return value === undefined || value === null ? null : integer(value, key, 0)
}

/**
 * Adds a rule to a security group.
 * @throws ApiError 400, 404 for an unknown group, 409 for a rule that already exists
 */
function createRule(call: OperationCall): EmulatorResponse {
  const { security } = call.cloud.networking
  const fields = unwrap(call.body, 'security_group_rule')
  const groupId = text(required(fields, 'security_group_id', 'security_group_rule'), 'security_group_id')
  const rule = {
    direction: choice(required(fields, 'direction', 'security_group_rule'), 'direction', ['ingress', 'egress']),
    ethertype: choice(fields['ethertype'] ?? 'IPv4', 'ethertype', ['IPv4', 'IPv6']),
    protocol: fields['protocol'] === undefined || fields['protocol'] === null ? null : String(fields['protocol']),
    portMin: optionalPort(fields, 'port_range_min'),
    portMax: optionalPort(fields, 'port_range_max'),
    remotePrefix: optionalText(fields, 'remote_ip_prefix'),
    remoteGroupId: optionalText(fields, 'remote_group_id'),
  }
  if (rule.portMin !== null && rule.portMax !== null && rule.portMin > rule.portMax && rule.protocol !== 'icmp') {
    throw badRequest('Invalid port range: port_range_min must be <= port_range_max')
  }
  if (rule.remotePrefix !== null && rule.remoteGroupId !== null) {
    throw badRequest('Only remote_ip_prefix or remote_group_id may be provided.')
  }
  const group = findIn(groups, { ...call, param: () => groupId })
  const duplicate = security
    .rulesOf(group)
    .find((candidate) => Object.entries(rule).every(([key, value]) => isSame(candidate, key, value)))
  if (duplicate !== undefined) throw conflict(`Security group rule already exists. Rule id is ${duplicate.id}.`)
  return created({ security_group_rule: representRule(call, security.addRule(group, rule)) })
}

function isSame(rule: SecurityRule, key: string, value: unknown): boolean {
  return new Map<string, unknown>(Object.entries(rule)).get(key) === value
}

function deleteRule(call: OperationCall): EmulatorResponse {
  call.cloud.networking.security.rules.delete(findIn(rules, call).id)
  return noContent
}

/** Security groups and their rules. */
export const securityOperations: readonly Operation[] = [
  ...readOperations(groups),
  { name: 'network.security-groups.create', method: 'POST', path: '/v2.0/security-groups', handle: createGroup },
  { name: 'network.security-groups.update', method: 'PUT', path: '/v2.0/security-groups/:id', handle: updateGroup },
  { name: 'network.security-groups.delete', method: 'DELETE', path: '/v2.0/security-groups/:id', handle: deleteGroup },
  ...readOperations(rules),
  { name: 'network.rules.create', method: 'POST', path: '/v2.0/security-group-rules', handle: createRule },
  { name: 'network.rules.delete', method: 'DELETE', path: '/v2.0/security-group-rules/:id', handle: deleteRule },
]
