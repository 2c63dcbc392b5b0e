import { defineFault } from '../define-fault.ts'
import { without } from '../edits.ts'
import { mutateServerReads } from '../mutators.ts'

function missing<const Name extends string>(name: Name, requirement: string, key: string) {
  return defineFault(name, requirement, `Servers have no ${key}.`, mutateServerReads(without(key)))
}

/** For each field, a full representation of servers without it. */
export const missingFieldFaults = [
  missing('server-status-missing', 'servers.status', 'status'),
  missing('server-id-missing', 'servers.id', 'id'),
  missing('server-name-missing', 'servers.name', 'name'),
  missing('server-updated-missing', 'servers.updated', 'updated'),
  missing('server-created-missing', 'servers.created', 'created'),
  missing('server-host-id-missing', 'servers.host-id', 'hostId'),
  missing('server-addresses-missing', 'servers.addresses', 'addresses'),
  missing('server-links-missing', 'servers.links', 'links'),
  missing('server-key-name-missing', 'servers.key-name', 'key_name'),
  missing('server-image-missing', 'servers.image', 'image'),
  missing('server-task-state-missing', 'servers.task-state', 'OS-EXT-STS:task_state'),
  missing('server-vm-state-missing', 'servers.vm-state', 'OS-EXT-STS:vm_state'),
  missing('server-power-state-missing', 'servers.power-state', 'OS-EXT-STS:power_state'),
  missing('server-launched-at-missing', 'servers.launched-at', 'OS-SRV-USG:launched_at'),
  missing('server-terminated-at-missing', 'servers.terminated-at', 'OS-SRV-USG:terminated_at'),
  missing('server-flavor-missing', 'servers.flavor', 'flavor'),
  missing('server-user-id-missing', 'servers.user-id', 'user_id'),
  missing('server-tenant-id-missing', 'servers.tenant-id', 'tenant_id'),
  missing('server-zone-missing', 'servers.zone', 'OS-EXT-AZ:availability_zone'),
  missing('server-volumes-attached-missing', 'servers.volumes-attached', 'os-extended-volumes:volumes_attached'),
  missing('server-metadata-missing', 'servers.metadata', 'metadata'),
]
