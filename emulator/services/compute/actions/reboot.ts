import { defineHook } from '../../../fault-injection/hooks.ts'
import { accepted } from '../../../server/response.ts'
import { hardReboot, softReboot } from '../../../transitions/power.ts'
import { preconditions, requireState } from '../../../transitions/preconditions.ts'
import { beginTransition } from '../../../transitions/transition.ts'
import { choice, object, required } from '../../../validation/fields.ts'
import type { OperationCall } from '../../operation.ts'
import type { ActionHandler } from './actions.ts'

/** Returns the type of a reboot, in any of the three spellings that Nova accepts. @throws ApiError 400 */
export const readRebootType = defineHook(
  'servers.readRebootType',
  (_call: OperationCall, argument: unknown): 'SOFT' | 'HARD' => {
    const type = required(object(argument, 'reboot'), 'type', 'reboot')
    const spelling = choice(type, 'type', ['SOFT', 'Soft', 'soft', 'HARD', 'Hard', 'hard'])
    return spelling.toUpperCase() === 'HARD' ? 'HARD' : 'SOFT'
  },
)

/** Reboots a server, SOFT or HARD. */
export const reboot: ActionHandler = (argument, call) => {
  const { cloud } = call
  const isHard = readRebootType(call, argument) === 'HARD'
  const precondition = isHard ? preconditions.hardReboot : preconditions.softReboot
  return (server) => {
    requireState(cloud, server, precondition)
    beginTransition(cloud, server, isHard ? hardReboot : softReboot, cloud.clock.now())
    return accepted()
  }
}
