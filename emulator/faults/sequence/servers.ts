import { badRequest } from '../../server/errors.ts'
import { nameFilter } from '../../services/compute/servers/filters.ts'
import { listableServers } from '../../services/compute/servers/list-servers.ts'
import { applyServerUpdate } from '../../services/compute/servers/update-server.ts'
import type { Flavor } from '../../state/flavors.ts'
import { beginTransition } from '../../transitions/transition.ts'
import { completedWith } from '../deep/conditions.ts'
import { type Defect, defineStatefulFault } from '../define-fault.ts'
import { fixed } from '../edits.ts'
import { isCallOf } from '../list-queries.ts'
import { mutateBody } from '../mutators.ts'
import { sharedAddressFault } from './shared-address.ts'
import { Tally } from './tally.ts'

/** Remembers the name with which each server was created. */
function rememberFirstNames(names: Map<string, string>): Defect {
  return completedWith('create', (_cloud, { id, name }) => void names.set(id, name))
}

/** Faults in which servers lose the combined effect of several actions. */
export const sequenceServerFaults = [
  defineStatefulFault(
    'sequence-name-returns-after-restart',
    'servers.update.renames',
    'A renamed server has its first name again after a stop and a start.',
    () => {
      const names = new Map<string, string>()
      return [
        rememberFirstNames(names),
        completedWith('start', (_cloud, server) => {
          server.name = names.get(server.id) ?? server.name
        }),
      ]
    },
  ),
  defineStatefulFault(
    'sequence-second-rename-ignored',
    'servers.update.renames',
    'The second change of the name of a server is accepted but has no effect.',
    () => {
      const renamed = new Tally()
      return [
        applyServerUpdate.override((original, call, server, update) => {
          const isIgnored = update.name !== undefined && renamed.add(server.id) === 2
          original(call, server, isIgnored ? { ...update, name: undefined } : update)
        }),
      ]
    },
  ),
  defineStatefulFault(
    'sequence-list-finds-previous-name',
    'servers.list.name',
    'The plain list finds a server that was renamed twice by its previous name.',
    () => {
      const names = new Map<string, string[]>()
      return [
        applyServerUpdate.observe((_call, { id, name }, update) => {
          if (update.name !== undefined) names.set(id, [...(names.get(id) ?? []), name])
        }),
        nameFilter.overrideWhen(isCallOf('servers.list'), (original, call) => {
          const matches = original(call)
          return (server) => {
            const earlier = names.get(server.id) ?? []
            return matches(earlier.length < 2 ? server : { ...server, name: earlier.at(-1) ?? server.name })
          }
        }),
      ]
    },
  ),
  defineStatefulFault(
    'sequence-list-without-fourth-server',
    'servers.list.answers',
    'The plain list leaves out the fourth server of a tenant.',
    () => [
      listableServers.overrideWhen(isCallOf('servers.list'), (original, call) => {
        const servers = original(call)
        return servers.length < 4 ? servers : servers.slice(1)
      }),
    ],
  ),
  defineStatefulFault(
    'sequence-detail-status-of-before-restart',
    'servers.show.equals-detail',
    'The detailed list shows a server as SHUTOFF that was stopped and started again.',
    () => {
      const restarted = new Set<string>()
      return [
        completedWith('start', (_cloud, { id }) => void restarted.add(id)),
        completedWith('stop', (_cloud, { id }) => void restarted.delete(id)),
        mutateBody('servers.detail', 'servers.*', (server) =>
          restarted.has(String(server['id'])) ? fixed('status', 'SHUTOFF')(server) : server,
        ),
      ]
    },
  ),
  defineStatefulFault(
    'sequence-third-stop-in-vain',
    'servers.stop.becomes-shutoff',
    'The third stop of a server is accepted but has no effect.',
    () => {
      const stopped = new Tally()
      return [
        beginTransition.overrideWhen(
          (_cloud, server, { name }) => name === 'stop' && stopped.add(server.id) === 3,
          () => undefined,
        ),
      ]
    },
  ),
  defineStatefulFault(
    'sequence-start-rejected-after-reboots',
    'servers.start.becomes-active',
    'A server that was rebooted twice cannot be started any more.',
    () => {
      const rebooted = new Tally()
      return [
        completedWith('softReboot', (_cloud, { id }) => void rebooted.add(id)),
        completedWith('hardReboot', (_cloud, { id }) => void rebooted.add(id)),
        beginTransition.overrideWhen(
          (_cloud, server, { name }) => name === 'start' && rebooted.of(server.id) >= 2,
          (_original, _cloud, { id }) => {
            throw badRequest(`Instance ${id} cannot be started.`)
          },
        ),
      ]
    },
  ),
  defineStatefulFault(
    'sequence-second-resize-keeps-flavor',
    'servers.resize.changes-flavor',
    'The second resize of a server leaves it with the flavor that it has.',
    () => {
      const resized = new Tally()
      return [
        beginTransition.overrideWhen(
          (_cloud, server, { name }) => name === 'resize' && resized.add(server.id) === 2,
          (original, cloud, server, transition, start) => original(cloud, server, transition, start, server.flavor.id),
        ),
      ]
    },
  ),
  defineStatefulFault(
    'sequence-reboot-restores-flavor',
    'servers.resize.changes-flavor',
    'A resized server has its first flavor again after a hard reboot.',
    () => {
      const flavors = new Map<string, Flavor>()
      return [
        completedWith('create', (_cloud, { id, flavor }) => void flavors.set(id, flavor)),
        completedWith('hardReboot', (_cloud, server) => {
          server.flavor = flavors.get(server.id) ?? server.flavor
        }),
      ]
    },
  ),
  sharedAddressFault,
]
