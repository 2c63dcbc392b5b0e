import type { Json } from '../../server/response.ts'
import { removeGroupFromPorts } from '../../services/compute/actions/security-groups.ts'
import { listableServers } from '../../services/compute/servers/list-servers.ts'
import { defineFault, defineStatefulFault } from '../define-fault.ts'
import { changed, changedList, fixed, isObject } from '../edits.ts'
import { isCallOf } from '../list-queries.ts'
import { completedWith, editAfter, inDetail, whenStopped } from './conditions.ts'

const linkElsewhere = (link: Json): Json =>
  isObject(link) ? { ...link, href: String(link['href']).replace(/[^/]+$/, 'other-flavor') } : link

/** Faults of a single response about servers that were resized or rebooted. */
export const resizedFaults = [
  defineStatefulFault(
    'deep-resized-flavor-link-of-before',
    'conventions.links',
    'After a resize, the link of the flavor in a server leads to another flavor.',
    editAfter(
      'resize',
      changed('flavor', (flavor) =>
        isObject(flavor) ? changedList('links', (links) => links.map(linkElsewhere))(flavor) : flavor,
      ),
    ),
  ),
  defineFault(
    'deep-detail-without-resized',
    'servers.detail.answers',
    'servers.detail without parameters leaves out servers that were resized.',
    listableServers.overrideWhen(
      (call) => isCallOf('servers.detail')(call) && call.query.size === 0,
      (original, call) => original(call).filter(({ history }) => !history.some(({ action }) => action === 'resize')),
    ),
  ),
  defineStatefulFault(
    'deep-resized-stopped-powered-on',
    'servers.power-state.agrees',
    'After a resize, a server that is shut down shows that it is powered on.',
    editAfter('resize', whenStopped(fixed('OS-EXT-STS:power_state', 1))),
  ),
  defineStatefulFault(
    'deep-removal-after-reboot-lost',
    'groups.remove.detaches',
    'Removing a security group from a server that was rebooted has no effect.',
    () => {
      const ids = new Set<string>()
      return [
        completedWith('hardReboot', (_cloud, { id }) => void ids.add(id)),
        removeGroupFromPorts.overrideWhen(
          (_call, { id }) => ids.has(id),
          () => undefined,
        ),
      ]
    },
  ),
  defineStatefulFault(
    'deep-detail-rebooted-powered-off',
    'servers.show.equals-detail',
    'In the detailed list, a server that was rebooted is powered off.',
    () => {
      const ids = new Set<string>()
      return [
        completedWith('hardReboot', (_cloud, { id }) => void ids.add(id)),
        inDetail((server) => (ids.has(String(server['id'])) ? fixed('OS-EXT-STS:power_state', 4)(server) : server)),
      ]
    },
  ),
]
