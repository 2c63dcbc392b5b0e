import type { SingleStep, StepAction } from '../steps.ts'
import type { Command } from './command.ts'
import { groupCommands } from './groups.ts'
import { imageCommands } from './images.ts'
import { keypairCommands } from './keypairs.ts'
import { listCommands } from './lists.ts'
import { metadataCommands } from './metadata.ts'
import { powerCommands } from './power.ts'
import { createCommands, serverCommands } from './servers.ts'
import { volumeCommands } from './volumes.ts'

/** Groups of commands that a walk uses together or not at all: starting makes no sense without stopping. */
export const commandGroups: readonly (readonly Command[])[] = [
  ...serverCommands,
  powerCommands,
  groupCommands,
  volumeCommands,
  metadataCommands,
  imageCommands,
  keypairCommands,
  listCommands,
]

const commands: readonly Command[] = [...createCommands, ...commandGroups.flat()]

const byAction = new Map<StepAction, Command>(commands.map((command) => [command.action, command]))

export { createCommands }

/** Returns the command that carries out a step. */
export function commandOf({ action }: SingleStep): Command {
  const command = byAction.get(action)
  if (command === undefined) throw new TypeError(`there is no command ${action}`)
  return command
}

/** Tells whether two steps may be sent at once: their effects do not depend on each other. */
export const areIndependent = (a: SingleStep, b: SingleStep): boolean =>
  a.server !== b.server || a.action.replace(/^\w+-/, '') !== b.action.replace(/^\w+-/, '')
