import { type Command, Option } from 'commander'
import type { CleanupFlags } from '../actions/cleanup.ts'
import { defaultOut } from '../files/report-folder.ts'
import { nonEmpty, runId } from '../option-parsers.ts'
import { withTarget } from '../options.ts'

const exitCodes = `
Exit codes, with --dry-run too: 0 nothing is left; 1 something is, or may be; 2 wrong usage; 3 the target does not respond.`

/** Adds the command `cleanup`, which deletes what interrupted runs left. */
export function addCleanup(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('cleanup')
    .description('delete resources left by interrupted runs; runs in progress are not touched')
    .option('--out <dir>', 'folder with the journals of the runs', nonEmpty, defaultOut)
    .addOption(new Option('--run <id>', 'only this run, even if its journal is lost').argParser(runId))
    .option('--dry-run', 'only print what would be deleted')
    .addHelpText('after', exitCodes)
  withTarget(command).action(async (flags: CleanupFlags) => {
    const { cleanup } = await import('../actions/cleanup.ts')
    setExitCode(await cleanup(flags))
  })
}
