import { conflict } from '../../server/errors.ts'
import { allowsVmState } from '../../transitions/preconditions.ts'
import { beginTransition } from '../../transitions/transition.ts'
import { defineFault, defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { Tally } from '../sequence/tally.ts'
import { completedWith } from './conditions.ts'

/** Faults of actions that are repeated, follow another one, or change attributes that they must not change. */
export const repeatedActionFaults = [
  defineFault(
    'deep-started-without-access-address',
    'servers.update.access-ipv4',
    'A start clears accessIPv4.',
    completedWith('start', (_cloud, server) => {
      server.accessIPv4 = ''
    }),
  ),
  defineStatefulFault(
    'deep-rebooted-with-first-name',
    'servers.update.renames',
    'After a hard reboot, a renamed server has its first name again.',
    () => {
      const names = new Map<string, string>()
      return [
        completedWith('create', (_cloud, { id, name }) => void names.set(id, name)),
        completedWith('hardReboot', (_cloud, server) => {
          server.name = names.get(server.id) ?? server.name
        }),
      ]
    },
  ),
  defineStatefulFault(
    'deep-second-soft-reboot-stops',
    'servers.reboot.soft',
    'A second soft reboot ends in SHUTOFF.',
    () => {
      const reboots = new Tally()
      return [
        completedWith('softReboot', (_cloud, server) => {
          if (reboots.add(server.id) < 2) return
          server.vmState = 'stopped'
          server.powerState = 4
        }),
      ]
    },
  ),
  defineFault(
    'deep-start-after-resize-refused',
    'servers.start.becomes-active',
    'A server that was resized while it was stopped cannot be started.',
    allowsVmState.override((original, cloud, server, precondition) => {
      const [last] = server.history.filter(({ action }) => action !== 'start').slice(-1)
      return original(cloud, server, precondition) && !(precondition.action === 'start' && last?.action === 'resize')
    }),
  ),
  defineFault(
    'deep-update-during-task-lost',
    'servers.update.renames',
    'A server that is renamed during a reboot has its former name afterwards.',
    beginTransition.observe((_cloud, server, transition) => {
      if (/Reboot/.test(transition.name)) namesAtReboot.set(server, server.name)
    }),
    completedWith('hardReboot', (_cloud, server) => {
      server.name = namesAtReboot.get(server) ?? server.name
    }),
    completedWith('softReboot', (_cloud, server) => {
      server.name = namesAtReboot.get(server) ?? server.name
    }),
  ),
  ...[
    defineStatefulFault(
      'deep-renamed-while-shelved-lost',
      'servers.update.renames',
      'A name given to a shelved server is lost when the server is unshelved.',
      () => {
        const names = new Map<string, string>()
        return [
          completedWith('shelveOffload', (_cloud, { id, name }) => void names.set(id, name)),
          completedWith('shelve', (_cloud, { id, name }) => void names.set(id, name)),
          completedWith('unshelve', (_cloud, server) => {
            server.name = names.get(server.id) ?? server.name
          }),
        ]
      },
    ),
    defineFault(
      'deep-stop-after-unshelve-refused',
      'servers.stop.becomes-shutoff',
      'The first action on a server after its unshelve is rejected if it is a stop.',
      allowsVmState.overrideWhen(
        (_cloud, { history }, { action }) => action === 'stop' && history.at(-1)?.action === 'unshelve',
        () => {
          throw conflict('The server was unshelved.')
        },
      ),
    ),
  ].map(ofLaterEdition),
]

const namesAtReboot = new WeakMap<object, string>()
