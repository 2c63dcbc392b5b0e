import { badRequest } from '../errors.ts'
import type { Call, Operation } from '../operation.ts'
import { accepted, type Reply } from '../reply.ts'
import type { Server } from '../state/servers.ts'
import { addSecurityGroup, removeSecurityGroup } from './action-groups.ts'
import { createImage } from './action-image.ts'
import { lock, pause, resume, start, stop, suspend, unlock, unpause } from './action-power.ts'
import { reboot } from './action-reboot.ts'
import { confirmResize, resize, revertResize } from './action-resize.ts'
import { findServer } from './server-lookup.ts'

/**
 * One server action. It reads its argument before it looks at the server, so that a malformed request is refused with
 * 400 whatever the server is doing.
 */
export type Action = (argument: unknown, call: Call) => (server: Server) => Reply

const actions: ReadonlyMap<string, Action> = new Map(
  Object.entries({
    'os-start': start,
    'os-stop': stop,
    reboot,
    resize,
    confirmResize,
    revertResize,
    createImage,
    addSecurityGroup,
    removeSecurityGroup,
    pause,
    unpause,
    suspend,
    resume,
    lock,
    unlock,
  }),
)

function act(call: Call): Reply {
  const { body } = call
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badRequest('Malformed request body')
  const [entry, another] = Object.entries(body)
  if (entry === undefined || another !== undefined) throw badRequest('Malformed request body')
  const [name, argument] = entry
  const action = actions.get(name)
  if (action === undefined && call.world.faults.has('actions-unknown-accepted')) return accepted()
  if (action === undefined) throw badRequest(`There is no such action: ${name.slice(0, 80)}`)
  const perform = action(argument, call)
  return perform(findServer(call))
}

export const actionOperations: readonly Operation[] = [
  { name: 'servers.action', method: 'POST', path: '/servers/:server/action', handle: act },
]
