import { defineFault, type FaultRow } from './define-fault.ts'
import { changeStatus } from './mutators.ts'

/** The operation, its requirement, the right status and a wrong one that is a success all the same. */
const wrongSuccesses = [
  ['flavors.list', 'list-flavors', 200, 206],
  ['zones.list', 'list-zones', 200, 206],
  ['keypairs.list', 'list-keypairs', 200, 206],
  ['keypairs.show', 'show-keypair', 200, 206],
  ['keypairs.create', 'create-keypair', 200, 206],
  ['keypairs.delete', 'delete-keypair', 202, 200],
  ['servers.list', 'list-servers', 200, 206],
  ['servers.detail', 'list-servers-detail', 200, 206],
  ['servers.show', 'show-server', 200, 206],
  ['servers.create', 'create-server', 202, 206],
  ['servers.update', 'update-server', 200, 206],
  ['servers.delete', 'delete-server', 204, 200],
  ['attachments.list', 'list-attachments', 200, 206],
  ['attachments.show', 'show-attachment', 200, 206],
  ['attachments.attach', 'attach-volume', 200, 206],
  ['attachments.detach', 'detach-volume', 202, 200],
  ['servers.action', 'action', 202, 200],
] as const

type StatusFaultName = `status-${(typeof wrongSuccesses)[number][1]}`

/** Defects of the status of a success, one for each operation. */
export const statusFaults: readonly FaultRow<StatusFaultName>[] = wrongSuccesses.map(([operation, id, right, wrong]) =>
  defineFault(
    `status-${id}`,
    `status.${id}`,
    `${operation} answers ${wrong} instead of ${right}.`,
    changeStatus(operation, right, wrong),
  ),
)
