import type { Command } from 'commander'
import { UsageError } from '#engine/errors'

/** Replaces the command of commander, which shows the list of commands for the name of one that does not exist. */
export function addHelp(program: Command): void {
  program.helpCommand(false)
  program
    .command('help')
    .description('display help for command')
    .argument('[command]')
    .action((name?: string) => {
      if (name === undefined) return program.help()
      const found = program.commands.find((command) => command.name() === name)
      if (found) return found.help()
      const names = program.commands.map((command) => command.name()).join(', ')
      throw new UsageError(`unknown command '${name}'; expected one of ${names}`)
    })
}
