import { badRequest, notFound } from '../../../server/errors.ts'
import { accepted, type EmulatorResponse, type JsonObject, ok } from '../../../server/response.ts'
import type { SecurityGroup, SecurityRule } from '../../../state/security-groups.ts'
import { choice, integer, type RequestFields, required, text, unwrap, uuidText } from '../../../validation/fields.ts'
import type { Operation, OperationCall } from '../../operation.ts'

/** Returns the security groups of the caller's tenant. */
export function ownGroups({ cloud, user }: OperationCall): SecurityGroup[] {
  return [...cloud.networking.security.groups.values()].filter(({ tenantId }) => tenantId === user.tenant.id)
}

/** Returns the tenant's security group with an id. @throws ApiError 404 */
export function findGroup(call: OperationCall, id: string): SecurityGroup {
  const group = ownGroups(call).find((candidate) => candidate.id === id)
  if (group === undefined) throw notFound(`Security group ${id} not found.`)
  return group
}

/** Represents a rule as Nova does: only ingress rules, in a different format than Neutron. */
export function representRule({ cloud }: OperationCall, rule: SecurityRule): JsonObject {
  const remote = rule.remoteGroupId === null ? undefined : cloud.networking.security.groups.get(rule.remoteGroupId)
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

const cidr = /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/

/** The values that Nova accepts as a port, or as the type and code of ICMP, where -1 means any. */
const bounds = { tcp: [1, 65_535], udp: [1, 65_535], icmp: [-1, 255] } as const

interface Match {
  readonly protocol: string | null
  readonly portMin: number | null
  readonly portMax: number | null
}

/** Returns the protocol and ports of a rule. Only a rule for another group may omit its ports, to mean all. @throws ApiError 400 */
function readMatch(fields: RequestFields, isForGroup: boolean): Match {
  const { ip_protocol: protocol, from_port: from, to_port: to } = fields
  const hasPorts = from !== undefined && from !== null && to !== undefined && to !== null
  if (isForGroup && (protocol === undefined || protocol === null))
    return { protocol: null, portMin: null, portMax: null }
  const name = choice(text(protocol ?? '', 'ip_protocol').toLowerCase(), 'ip_protocol', ['tcp', 'udp', 'icmp'])
  const [least, most] = bounds[name]
  if (!hasPorts && isForGroup) return name === 'icmp' ? any(name) : { protocol: name, portMin: least, portMax: most }
  if (!hasPorts) throw badRequest('Not enough parameters to build a valid rule.')
  const [portMin, portMax] = [integer(from, 'from_port', least), integer(to, 'to_port', least)]
  if (portMin > most || portMax > most || (name !== 'icmp' && portMin > portMax)) {
    throw badRequest(`Invalid port range ${portMin}:${portMax}.`)
  }
  return portMin === -1 ? any(name) : { protocol: name, portMin, portMax }
}

const any = (protocol: string): Match => ({ protocol, portMin: null, portMax: null })

/**
 * Adds a rule to a security group.
 * @throws ApiError 400, also for a rule that already exists; 404 for an unknown group
 */
function createRule(call: OperationCall): EmulatorResponse {
  const { security } = call.cloud.networking
  const fields = unwrap(call.body, 'security_group_rule')
  const parent = uuidText(required(fields, 'parent_group_id', 'security_group_rule'), 'parent_group_id')
  const group = findGroup(call, parent)
  const isForGroup = fields['group_id'] !== undefined && fields['group_id'] !== null
  const remoteGroupId = isForGroup ? findGroup(call, uuidText(fields['group_id'], 'group_id')).id : null
  const remotePrefix = isForGroup ? null : text(fields['cidr'] ?? '0.0.0.0/0', 'cidr')
  if (remotePrefix !== null && !cidr.test(remotePrefix)) throw badRequest(`Invalid cidr ${remotePrefix.slice(0, 40)}`)
  const match = readMatch(fields, isForGroup)
  const alreadyExists = security
    .rulesOf(group)
    .some(
      (rule) =>
        rule.direction === 'ingress' &&
        rule.protocol === match.protocol &&
        rule.portMin === match.portMin &&
        rule.portMax === match.portMax &&
        rule.remotePrefix === remotePrefix &&
        rule.remoteGroupId === remoteGroupId,
    )
  if (alreadyExists) throw badRequest(`This rule already exists in group ${group.id}`)
  const added = { direction: 'ingress', ethertype: 'IPv4', ...match, remotePrefix, remoteGroupId } as const
  return ok({ security_group_rule: representRule(call, security.addRule(group, added)) })
}

function deleteRule(call: OperationCall): EmulatorResponse {
  const id = call.param('rule')
  const { rules } = call.cloud.networking.security
  if (rules.get(id)?.tenantId !== call.user.tenant.id) throw notFound(`Security group rule ${id} not found.`)
  rules.delete(id)
  return accepted()
}

const collection = '/os-security-group-rules'

export const ruleProxyOperations: readonly Operation[] = [
  { name: 'proxies.rules.create', method: 'POST', path: collection, handle: createRule },
  { name: 'proxies.rules.delete', method: 'DELETE', path: `${collection}/:rule`, handle: deleteRule },
]
