import { addGroupToPorts, removeGroupFromPorts } from '../../services/compute/actions/security-groups.ts'
import { replaceMetadata } from '../../services/compute/servers/metadata.ts'
import { defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { isCallOf } from '../list-queries.ts'
import { completedWith, giveDefaultGroup } from './conditions.ts'

/** Changes of a stopped server that are lost once it is started. */
export const changedWhileStoppedFaults = [
  defineStatefulFault(
    'deep-group-added-while-stopped-lost',
    'groups.add.attaches',
    'A security group that was added to a stopped server is gone once it is started.',
    () => {
      const changed = new Set<string>()
      return [
        addGroupToPorts.observe((_call, { id, vmState }) => {
          if (vmState === 'stopped') changed.add(id)
        }),
        removeGroupFromPorts.observe((_call, { id }) => {
          changed.delete(id)
        }),
        completedWith('start', (cloud, server) => {
          if (changed.delete(server.id)) giveDefaultGroup(cloud, server)
        }),
      ]
    },
  ),
  ofLaterEdition(
    defineStatefulFault(
      'deep-metadata-set-while-stopped-lost',
      'servers.create.metadata',
      'A pair that was set while a server was stopped is gone once it is started.',
      () => {
        const lost = new Set<string>()
        return [
          replaceMetadata.observe((call, { id, vmState }) => {
            if (vmState === 'stopped' && isCallOf('servers.metadata.set-item')(call))
              lost.add(`${id} ${call.param('key')}`)
          }),
          completedWith('start', (_cloud, server) => {
            const kept = Object.entries(server.metadata).filter(([key]) => !lost.has(`${server.id} ${key}`))
            server.metadata = Object.fromEntries(kept)
          }),
        ]
      },
    ),
  ),
]
