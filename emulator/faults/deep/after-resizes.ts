import { applyServerUpdate } from '../../services/compute/servers/update-server.ts'
import type { Server } from '../../state/servers.ts'
import { finishResize } from '../../transitions/resize.ts'
import { beginTransition } from '../../transitions/transition.ts'
import { defineFault, defineStatefulFault } from '../define-fault.ts'

const wasResized = ({ history }: Server): boolean => history.some(({ action }) => action === 'resize')

/** Servers that were resized, or are resized for the second time. */
export const afterResizeFaults = [
  defineStatefulFault(
    'deep-resize-back-in-vain',
    'servers.resize.changes-flavor',
    'A resize to a flavor that a server had before is accepted and leaves the flavor as it is.',
    () => {
      const former = new Set<string>()
      return [
        beginTransition.overrideWhen(
          (_cloud, _server, { name }) => name === 'resize',
          (original, cloud, server, transition, start, id = '') => {
            const isFormer = former.has(`${server.id} ${id}`)
            former.add(`${server.id} ${server.flavor.id}`)
            original(cloud, server, transition, start, isFormer ? server.flavor.id : id)
          },
        ),
      ]
    },
  ),
  defineFault(
    'deep-resized-updated-set-back',
    'servers.updated-moves',
    'After a resize, the time of the last change is a minute earlier.',
    finishResize.override((original, cloud, server, at) => {
      original(cloud, server, at)
      server.updatedAt -= 60_000
    }),
  ),
  defineFault(
    'deep-resized-rename-in-vain',
    'servers.update.renames',
    'A new name of a server that was resized is accepted and not stored.',
    applyServerUpdate.overrideWhen(
      (_call, server) => wasResized(server),
      (original, call, server, update) => original(call, server, { ...update, name: undefined }),
    ),
  ),
]
