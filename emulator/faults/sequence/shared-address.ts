import { addressesOf } from '../../serializers/server.ts'
import { beginDeletion } from '../../transitions/delete.ts'
import { completedWith } from '../deep/conditions.ts'
import { defineStatefulFault } from '../define-fault.ts'

/** A fault in which an address is assigned again although a server still has it. */
export const sharedAddressFault = defineStatefulFault(
  'sequence-address-given-twice',
  'servers.addresses.per-port',
  'A server that is created after another was deleted has the address of one that still exists.',
  () => {
    /** Servers that existed when another one was deleted. */
    const survivors = new Set<string>()
    /** New server → the one whose address it shows. */
    const owners = new Map<string, string>()
    return [
      beginDeletion.observe((cloud, server) => {
        survivors.delete(server.id)
        for (const { id, vmState, taskState } of cloud.servers.of(server.tenantId))
          if (id !== server.id && vmState !== 'deleted' && taskState !== 'deleting') survivors.add(id)
      }),
      completedWith('create', (_cloud, { id }) => {
        const [owner] = survivors
        if (owner !== undefined) owners.set(id, owner)
      }),
      addressesOf.override((original, cloud, server, properties) => {
        const owner = cloud.servers.get(owners.get(server.id) ?? '')
        return original(cloud, owner === undefined || owner.vmState === 'deleted' ? server : owner, properties)
      }),
    ]
  },
)
