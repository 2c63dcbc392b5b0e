import { accepted } from '../../../server/response.ts'
import type { CloudState } from '../../../state/cloud-state.ts'
import { hardReboot, softReboot } from '../../../transitions/power.ts'
import { preconditions, requireState } from '../../../transitions/preconditions.ts'
import { beginTransition } from '../../../transitions/transition.ts'
import { choice, object, required } from '../../../validation/fields.ts'
import type { Action } from './actions.ts'

/** SOFT or HARD, in Nova's three spellings of each. @throws ApiError 400 */
function readType(cloud: CloudState, argument: unknown): 'SOFT' | 'HARD' {
  const fields = object(argument, 'reboot')
  const given = required(fields, 'type', 'reboot')
  if (cloud.faults.has('reboot-type-unchecked')) return given === 'HARD' ? 'HARD' : 'SOFT'
  const type = choice(given, 'type', ['SOFT', 'Soft', 'soft', 'HARD', 'Hard', 'hard'])
  return type.toUpperCase() === 'HARD' ? 'HARD' : 'SOFT'
}

export const reboot: Action = (argument, { cloud }) => {
  const isHard = readType(cloud, argument) === 'HARD'
  const condition = isHard ? preconditions.hardReboot : preconditions.softReboot
  return (server) => {
    requireState(cloud, server, condition)
    beginTransition(cloud, server, isHard ? hardReboot : softReboot, cloud.clock.now())
    return accepted()
  }
}
