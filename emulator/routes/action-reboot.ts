import { depart } from '../machine/journey.ts'
import { hardReboot, softReboot } from '../machine/power.ts'
import { preconditions, requireState } from '../machine/preconditions.ts'
import { accepted } from '../reply.ts'
import type { World } from '../state/world.ts'
import { choice, object, required } from '../validation/fields.ts'
import type { Action } from './actions.ts'

/** SOFT or HARD, in Nova's three spellings of each. @throws ApiError 400 */
function readType(world: World, argument: unknown): 'SOFT' | 'HARD' {
  const fields = object(argument, 'reboot')
  const given = required(fields, 'type', 'reboot')
  if (world.faults.has('reboot-type-unchecked')) return given === 'HARD' ? 'HARD' : 'SOFT'
  const type = choice(given, 'type', ['SOFT', 'Soft', 'soft', 'HARD', 'Hard', 'hard'])
  return type.toUpperCase() === 'HARD' ? 'HARD' : 'SOFT'
}

export const reboot: Action = (argument, { world }) => {
  const isHard = readType(world, argument) === 'HARD'
  const condition = isHard ? preconditions.hardReboot : preconditions.softReboot
  return (server) => {
    requireState(world, server, condition)
    depart(world, server, isHard ? hardReboot : softReboot, world.clock.now())
    return accepted()
  }
}
