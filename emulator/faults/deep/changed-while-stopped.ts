import { replaceMetadata } from '../../services/compute/servers/metadata.ts'
import { applyServerUpdate } from '../../services/compute/servers/update-server.ts'
import { defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { isCallOf } from '../list-queries.ts'
import { completedWith } from './conditions.ts'

/** Faults in which changes of a stopped server are lost when it is started. */
export const changedWhileStoppedFaults = [
  defineStatefulFault(
    'deep-renamed-while-stopped-lost',
    'servers.update.renames',
    'A name that a server got while it was stopped is gone once it is started.',
    () => {
      const names = new Map<string, string>()
      return [
        applyServerUpdate.override((original, call, server, update) => {
          if (server.vmState === 'stopped' && !names.has(server.id)) names.set(server.id, server.name)
          original(call, server, update)
        }),
        completedWith('start', (_cloud, server) => {
          server.name = names.get(server.id) ?? server.name
          names.delete(server.id)
        }),
      ]
    },
  ),
  ofLaterEdition(
    defineStatefulFault(
      'deep-metadata-set-while-stopped-lost',
      'metadata.set.creates',
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
