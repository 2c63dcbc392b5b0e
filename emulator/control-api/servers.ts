import * as v from 'valibot'
import { runDueEvents } from '../transitions/dispatch.ts'
import { forcedStatuses, forceStatus } from '../transitions/force-status.ts'
import { statusOf } from '../transitions/statuses.ts'
import { parseBody } from './input.ts'
import { type ControlCall, ControlError, type ControlRoute } from './route.ts'

const stateBody = v.strictObject({
  status: v.picklist(forcedStatuses),
  /** The fault that the server shows; only with the status ERROR. */
  fault: v.optional(
    v.strictObject({
      code: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
      message: v.pipe(v.string(), v.maxLength(255)),
    }),
  ),
})

function setState({ emulator, body, param }: ControlCall) {
  const cloud = emulator.state
  const { status, fault } = parseBody(stateBody, body, 'server')
  if (fault !== undefined && status !== 'ERROR') {
    throw new ControlError(400, 'server.fault: allowed with the status ERROR only.')
  }
  runDueEvents(cloud)
  const server = cloud.servers.get(param('server'))
  if (server === undefined) throw new ControlError(404, `There is no server ${param('server')}.`)
  forceStatus(cloud, server, status, fault)
  return {
    server: {
      id: server.id,
      status: statusOf(server),
      'OS-EXT-STS:vm_state': server.vmState,
      'OS-EXT-STS:task_state': server.taskState,
      'OS-EXT-STS:power_state': server.powerState,
    },
  }
}

export const serverRoutes: readonly ControlRoute[] = [
  { method: 'PUT', path: '/servers/:server/state', handle: setState },
]
