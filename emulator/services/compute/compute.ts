import { adminOnly, type Operation, unimplemented } from '../operation.ts'
import { actionOperations } from './actions/actions.ts'
import { extensionOperations } from './extensions.ts'
import { flavorOperations } from './flavors.ts'
import { keypairOperations } from './keypairs.ts'
import { addressProxyOperations } from './proxies/addresses.ts'
import { imageProxyOperations } from './proxies/images.ts'
import { groupProxyOperations } from './proxies/security-groups.ts'
import { volumeProxyOperations } from './proxies/volumes.ts'
import { quotaOperations } from './quotas.ts'
import { removedOperations } from './removed-operations.ts'
import { serverGroupOperations } from './server-groups.ts'
import { attachmentOperations } from './servers/attachments.ts'
import { historyOperations } from './servers/history.ts'
import { interfaceOperations } from './servers/interfaces.ts'
import { metadataOperations } from './servers/metadata.ts'
import { passwordOperations } from './servers/password.ts'
import { serverOperations } from './servers/servers.ts'
import { zoneOperations } from './zones.ts'

/** Operations that Nova reserves for administrators. No user of the emulator is one. */
const administration: readonly Operation[] = [
  adminOnly('hypervisors.list', 'GET', '/os-hypervisors', 'os-hypervisors:list'),
  adminOnly('hypervisors.detail', 'GET', '/os-hypervisors/detail', 'os-hypervisors:list-detail'),
  adminOnly('hypervisors.statistics', 'GET', '/os-hypervisors/statistics', 'os-hypervisors:statistics'),
  adminOnly('hypervisors.show', 'GET', '/os-hypervisors/:hypervisor', 'os-hypervisors:show'),
  adminOnly('hosts.list', 'GET', '/os-hosts', 'os-hosts:list'),
  adminOnly('services.list', 'GET', '/os-services', 'os-services:list'),
  adminOnly('aggregates.list', 'GET', '/os-aggregates', 'os-aggregates:index'),
  adminOnly('aggregates.create', 'POST', '/os-aggregates', 'os-aggregates:create'),
  adminOnly('migrations.list', 'GET', '/os-migrations', 'os-migrations:index'),
  adminOnly('usage.list', 'GET', '/os-simple-tenant-usage', 'os-simple-tenant-usage:list'),
  adminOnly('audit.list', 'GET', '/os-instance_usage_audit_log', 'os-instance-usage-audit-log:list'),
  adminOnly('servers.diagnostics', 'GET', '/servers/:server/diagnostics', 'os-server-diagnostics'),
]

/** Operations of Nova's first microversion that the emulator does not have. */
const missing: readonly Operation[] = [
  unimplemented('usage.show', 'GET', '/os-simple-tenant-usage/:project'),
  unimplemented('attachments.swap', 'PUT', '/servers/:server/os-volume_attachments/:volume'),
]

/** The operations of Compute. The order counts: /servers/detail must come before /servers/:server. */
export const computeOperations: readonly Operation[] = [
  ...flavorOperations,
  ...zoneOperations,
  ...keypairOperations,
  ...serverOperations,
  ...actionOperations,
  ...attachmentOperations,
  ...metadataOperations,
  ...passwordOperations,
  ...interfaceOperations,
  ...historyOperations,
  ...serverGroupOperations,
  ...quotaOperations,
  ...imageProxyOperations,
  ...groupProxyOperations,
  ...addressProxyOperations,
  ...volumeProxyOperations,
  ...extensionOperations,
  ...removedOperations,
  ...administration,
  ...missing,
]
