import type { JsonObject } from '../../server/response.ts'
import { adminOnly, type Operation, type OperationCall, policyForbids, readOperation } from '../operation.ts'

/** -1 means unlimited. */
const quotas = {
  cores: -1,
  fixed_ips: -1,
  floating_ips: -1,
  injected_file_content_bytes: 65_535,
  injected_file_path_bytes: 255,
  injected_files: 5,
  instances: -1,
  key_pairs: -1,
  metadata_items: 128,
  ram: -1,
  security_group_rules: -1,
  security_groups: -1,
  server_group_members: -1,
  server_groups: -1,
}

interface Usage {
  readonly instances: number
  readonly cores: number
  /** MB */
  readonly ram: number
}

function usageOf({ cloud, user }: OperationCall): Usage {
  const alive = cloud.servers.existingOf(user.tenant.id)
  return alive.reduce(
    ({ instances, cores, ram }, { flavor }) => ({
      instances: instances + 1,
      cores: cores + flavor.vcpus,
      ram: ram + flavor.ram,
    }),
    { instances: 0, cores: 0, ram: 0 },
  )
}

function limits(call: OperationCall): JsonObject {
  const { instances, cores, ram } = usageOf(call)
  return {
    rate: [],
    absolute: {
      maxTotalInstances: quotas.instances,
      maxTotalCores: quotas.cores,
      maxTotalRAMSize: quotas.ram,
      maxServerMeta: quotas.metadata_items,
      maxImageMeta: quotas.metadata_items,
      maxPersonality: quotas.injected_files,
      maxPersonalitySize: quotas.injected_file_content_bytes,
      maxTotalKeypairs: quotas.key_pairs,
      maxServerGroups: quotas.server_groups,
      maxServerGroupMembers: quotas.server_group_members,
      maxTotalFloatingIps: quotas.floating_ips,
      maxSecurityGroups: quotas.security_groups,
      maxSecurityGroupRules: quotas.security_group_rules,
      totalInstancesUsed: instances,
      totalCoresUsed: cores,
      totalRAMUsed: ram,
      totalFloatingIpsUsed: 0,
      totalSecurityGroupsUsed: 0,
      totalServerGroupsUsed: 0,
    },
  }
}

/** Returns the tenant in the path. @throws ApiError 403 for another one than the caller's */
function requireOwn({ user, param }: OperationCall): string {
  if (param('project') !== user.tenant.id) throw policyForbids('os-quota-sets:show')
  return user.tenant.id
}

function detailed(call: OperationCall): JsonObject {
  const used: Readonly<Record<string, number>> = { ...usageOf(call) }
  const entries = Object.entries(quotas).map(([name, limit]) => [name, { in_use: used[name] ?? 0, limit, reserved: 0 }])
  return Object.fromEntries(entries)
}

const differs = 'Only metadata and injected files are limited.'
const set = '/os-quota-sets/:project'

/** The limits and the usage of a tenant. */
export const quotaOperations: readonly Operation[] = [
  readOperation('limits.show', '/limits', (call) => ({ limits: limits(call) }), { differs }),
  readOperation('quotas.show', set, (call) => ({ quota_set: { id: requireOwn(call), ...quotas } }), { differs }),
  readOperation('quotas.defaults', `${set}/defaults`, ({ param }) => ({
    quota_set: { id: param('project'), ...quotas },
  })),
  readOperation('quotas.detail', `${set}/detail`, (call) => ({
    quota_set: { id: requireOwn(call), ...detailed(call) },
  })),
  adminOnly('quotas.update', 'PUT', set, 'os-quota-sets:update'),
  adminOnly('quotas.delete', 'DELETE', set, 'os-quota-sets:delete'),
]
