import type { Action, SingleStep } from '../steps.ts'
import type { Command } from './command.ts'
import { groupCommands } from './groups.ts'
import { imageCommands } from './images.ts'
import { keypairCommands } from './keypairs.ts'
import { listCommands } from './lists.ts'
import { metadataCommands } from './metadata.ts'
import { powerCommands } from './power.ts'
import { serverCommands } from './servers.ts'
import { volumeCommands } from './volumes.ts'

/** Every kind of step. */
export const commands: readonly Command[] = [
  ...serverCommands,
  ...powerCommands,
  ...groupCommands,
  ...volumeCommands,
  ...metadataCommands,
  ...imageCommands,
  ...keypairCommands,
  ...listCommands,
]

const byAction = new Map<Action, Command>(commands.map((command) => [command.action, command]))

export function commandOf({ action }: SingleStep): Command {
  const command = byAction.get(action)
  if (command === undefined) throw new TypeError(`there is no command ${action}`)
  return command
}

/** Whether two steps may be sent at once: their effects do not depend on each other. */
export const areIndependent = (a: SingleStep, b: SingleStep): boolean =>
  a.server !== b.server || a.action.replace(/^\w+-/, '') !== b.action.replace(/^\w+-/, '')
