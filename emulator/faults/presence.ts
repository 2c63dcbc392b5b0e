import { defineFault } from './define-fault.ts'
import { without } from './mutators.ts'
import { mutateServer } from './server-mutators.ts'

/** A server without one of its fields. */
function missing<const Field extends string>(field: Field, key: string) {
  return defineFault(
    `server-${field}-missing`,
    `servers.${field}`,
    `Servers have no ${key}.`,
    mutateServer(without(key)),
  )
}

/** Fields that the full representation lacks. */
export const presenceFaults = [
  missing('status', 'status'),
  missing('id', 'id'),
  missing('name', 'name'),
  missing('updated', 'updated'),
  missing('created', 'created'),
  missing('host-id', 'hostId'),
  missing('addresses', 'addresses'),
  missing('links', 'links'),
  missing('key-name', 'key_name'),
  missing('image', 'image'),
  missing('task-state', 'OS-EXT-STS:task_state'),
  missing('vm-state', 'OS-EXT-STS:vm_state'),
  missing('power-state', 'OS-EXT-STS:power_state'),
  missing('launched-at', 'OS-SRV-USG:launched_at'),
  missing('terminated-at', 'OS-SRV-USG:terminated_at'),
  missing('flavor', 'flavor'),
  missing('user-id', 'user_id'),
  missing('tenant-id', 'tenant_id'),
  missing('zone', 'OS-EXT-AZ:availability_zone'),
  missing('volumes-attached', 'os-extended-volumes:volumes_attached'),
  missing('metadata', 'metadata'),
]
