import { replaceMetadata } from '../../services/compute/servers/metadata.ts'
import { defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { isCallOf } from '../list-queries.ts'
import { completedWith } from './conditions.ts'

/** Faults by which changes of a stopped server are lost when it is started. */
export const changedWhileStoppedFaults = [
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
