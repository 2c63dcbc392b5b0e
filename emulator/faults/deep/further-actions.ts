import { applyServerUpdate } from '../../services/compute/servers/update-server.ts'
import type { CloudState } from '../../state/cloud-state.ts'
import type { Server } from '../../state/servers.ts'
import { setActive, setError } from '../../transitions/set-state.ts'
import { defineFault, defineStatefulFault } from '../define-fault.ts'
import { Tally } from '../sequence/tally.ts'
import { completedWith } from './conditions.ts'

const fail = (cloud: CloudState, server: Server): void => setError(cloud, server, cloud.clock.now(), 'It failed.')

/** Faults of actions on servers that other actions were sent to before. */
export const furtherActionFaults = [
  defineStatefulFault(
    'deep-second-hard-reboot-fails',
    'servers.reboot.hard',
    'A second hard reboot ends in ERROR.',
    () => {
      const reboots = new Tally()
      return [
        completedWith('hardReboot', (cloud, server) => {
          if (reboots.add(server.id) === 2) fail(cloud, server)
        }),
      ]
    },
  ),
  defineFault(
    'deep-soft-reboot-after-resize-fails',
    'servers.reboot.soft',
    'A soft reboot of a server that was resized ends in ERROR.',
    completedWith('softReboot', (cloud, server) => {
      if (server.history.some(({ action }) => action === 'resize')) fail(cloud, server)
    }),
  ),
  defineFault(
    'deep-stopped-update-starts',
    'servers.update.single-attribute',
    'An update of a stopped server starts it.',
    applyServerUpdate.override((original, call, server, update) => {
      original(call, server, update)
      if (server.vmState === 'stopped') setActive(call.cloud, server)
    }),
  ),
]
