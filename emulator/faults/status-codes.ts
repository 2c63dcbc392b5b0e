import { defineFault } from './define-fault.ts'
import { changeStatus } from './mutators.ts'

function wrongStatus<const Name extends string>(
  name: Name,
  requirement: string,
  operation: string,
  right: number,
  wrong: number,
) {
  return defineFault(
    name,
    requirement,
    `The status of ${operation} is ${wrong} instead of ${right}.`,
    changeStatus(operation, right, wrong),
  )
}

/** For each operation a wrong status that is also a success. */
export const statusCodeFaults = [
  wrongStatus('status-list-flavors', 'status.list-flavors', 'flavors.list', 200, 206),
  wrongStatus('status-list-flavors-detail', 'status.list-flavors-detail', 'flavors.detail', 200, 206),
  wrongStatus('status-list-zones', 'status.list-zones', 'zones.list', 200, 206),
  wrongStatus('status-list-keypairs', 'status.list-keypairs', 'keypairs.list', 200, 206),
  wrongStatus('status-show-keypair', 'status.show-keypair', 'keypairs.show', 200, 206),
  wrongStatus('status-create-keypair', 'status.create-keypair', 'keypairs.create', 200, 206),
  wrongStatus('status-delete-keypair', 'status.delete-keypair', 'keypairs.delete', 202, 200),
  wrongStatus('status-list-servers', 'status.list-servers', 'servers.list', 200, 206),
  wrongStatus('status-list-servers-detail', 'status.list-servers-detail', 'servers.detail', 200, 206),
  wrongStatus('status-show-server', 'status.show-server', 'servers.show', 200, 206),
  wrongStatus('status-create-server', 'status.create-server', 'servers.create', 202, 206),
  wrongStatus('status-update-server', 'status.update-server', 'servers.update', 200, 206),
  wrongStatus('status-delete-server', 'status.delete-server', 'servers.delete', 204, 200),
  wrongStatus('status-list-metadata', 'status.list-metadata', 'servers.metadata', 200, 206),
  wrongStatus('status-show-metadata', 'status.show-metadata', 'servers.metadata.item', 200, 206),
  wrongStatus('status-set-metadata', 'status.set-metadata', 'servers.metadata.set-item', 200, 206),
  wrongStatus('status-delete-metadata', 'status.delete-metadata', 'servers.metadata.delete-item', 204, 200),
  wrongStatus('status-list-server-groups', 'status.list-server-groups', 'server-groups.list', 200, 206),
  wrongStatus('status-show-server-group', 'status.show-server-group', 'server-groups.show', 200, 206),
  wrongStatus('status-create-server-group', 'status.create-server-group', 'server-groups.create', 200, 206),
  wrongStatus('status-delete-server-group', 'status.delete-server-group', 'server-groups.delete', 204, 200),
  wrongStatus('status-list-attachments', 'status.list-attachments', 'attachments.list', 200, 206),
  wrongStatus('status-show-attachment', 'status.show-attachment', 'attachments.show', 200, 206),
  wrongStatus('status-attach-volume', 'status.attach-volume', 'attachments.attach', 200, 206),
  wrongStatus('status-detach-volume', 'status.detach-volume', 'attachments.detach', 202, 200),
  wrongStatus('status-action', 'status.action', 'servers.action', 202, 200),
]
