import { type Command, InvalidArgumentError, Option } from 'commander'
import { nonEmpty } from '../option-parsers.ts'

interface EmulateFlags {
  readonly port: number
  readonly readyFile?: string
  readonly fault?: string[]
  readonly listFaults?: boolean
  readonly timing?: string
  readonly state?: string
  readonly control: boolean
  readonly host: string
}

export const portNumber = (text: string): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('expected a port from 0 to 65535.')
  return value
}

/** Nothing of the other commands is loaded with this one: an emulator is to be there at once. */
export function addEmulate(root: Command, finish: (code: number) => void): void {
  root
    .command('emulate')
    .description('serve the emulator until stopped')
    .addOption(new Option('--port <n>', '0 is any free one').argParser(portNumber).default(0))
    .option('--ready-file <file>', 'written when serving: a configuration that `run --config` takes', nonEmpty)
    .option('--fault <name...>', 'misbehave in this way; may be repeated')
    .option('--list-faults', 'show the faults and stop')
    .option(
      '--timing <timing>',
      'instant, realistic or a JSON file (default: instant, or as kept in the state)',
      nonEmpty,
    )
    .option('--state <file>', 'keep the state in this SQLite file, and go on with what is in it', nonEmpty)
    .option('--control', 'serve the control API under /_emulator, for callers on this machine', false)
    .option('--host <address>', 'where to listen; anything but loopback lets other machines in', nonEmpty, '127.0.0.1')
    .action(async ({ listFaults: isListing = false, fault: faults = [], ...options }: EmulateFlags) => {
      const { emulate, listFaults } = await import('../actions/emulate.ts')
      if (isListing) {
        process.stdout.write(`${listFaults()}\n`)
        finish(0)
      } else finish(await emulate({ ...options, faults }))
    })
}
