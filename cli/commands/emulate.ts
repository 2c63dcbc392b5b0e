import { type Command, Option } from 'commander'
import { editions } from '#model'
import type { EmulateFlags } from '../actions/emulate.ts'
import { nonEmpty, portNumber } from '../option-parsers.ts'

/** Adds the command `emulate`, which serves an emulator. */
export function addEmulate(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('emulate')
    .description('serve the emulator until stopped')
    .addOption(new Option('--port <n>', 'port; 0 for a free one').argParser(portNumber).default(0))
    .option('--ready-file <file>', 'write this config file for `run --config` once requests are accepted', nonEmpty)
    .option('--fault <name...>', 'enable this fault; may be repeated')
    .addOption(
      new Option('--edition <edition>', 'serve this edition of the document').choices(editions).default(editions[0]),
    )
    .option('--interpretation <name...>', 'follow this interpretation of the document; may be repeated')
    .addOption(new Option('--list-interpretations', 'print all interpretations and exit').conflicts('listFaults'))
    .option('--list-faults [pattern]', 'print all faults, or those whose name or requirement matches, and exit')
    .option(
      '--timing <timing>',
      'instant, realistic or a JSON file (default: instant, or the timing stored in the state file)',
      nonEmpty,
    )
    .option('--state <file>', 'store the state in this SQLite file, and continue from the stored state', nonEmpty)
    .option('--control', 'serve the control API under /_emulator to clients on this machine')
    .option(
      '--host <address>',
      'listen address; other machines can connect unless it is loopback',
      nonEmpty,
      '127.0.0.1',
    )
    .action(async (flags: EmulateFlags) => {
      const { emulate } = await import('../actions/emulate.ts')
      setExitCode(await emulate(flags))
    })
}
