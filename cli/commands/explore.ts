import { type Command, Option } from 'commander'
import type { ExploreFlags } from '../actions/explore.ts'
import { duration, nonEmpty, positiveInteger } from '../option-parsers.ts'
import { withReports, withTarget } from '../options.ts'

const explanation = `
A violation is shortened to the fewest steps that still show it; explore-<requirement>.sh repeats them with curl, and
explore-<requirement>.json with --replay.
Exit codes: as for run. Requirements that no step has touched are unobserved, so the verdict is at best partial.`

/** Adds the command `explore`, which takes random walks on a target. */
export function addExplore(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('explore')
    .description(
      'take random walks on a target (servers, volumes, groups, keypairs, images) and compare it with a model',
    )
    .option('--embedded', 'explore the embedded emulator, even if the environment names a target')
  withTarget(command)
    .option('--profile <name>', 'requirement profile: toast, nhn or nova (default: toast)', nonEmpty)
    .option('--edition <edition>', 'edition of the document, 2020-03 or 2026-05, for a profile that has both', nonEmpty)
    .addOption(new Option('--for <duration>', 'how long, such as 90s or 2m').argParser(duration).default(60_000, '1m'))
    .addOption(
      new Option(
        '--seed <n>',
        'seed of the random choices; the same seed repeats them, as far as the target permits',
      ).argParser(positiveInteger),
    )
    .addOption(new Option('--max-servers <n>', 'servers that exist at once (default: 4)').argParser(positiveInteger))
    .option('--replay <file>', 'repeat the steps of an explore-….json instead of random ones', nonEmpty)
    .option('--fail-fast', 'stop at the first violation')
    .option('--quiet', 'print no progress')
    .addHelpText('after', explanation)
  withReports(command).action(async (flags: ExploreFlags) => {
    const { explore } = await import('../actions/explore.ts')
    setExitCode(await explore(flags))
  })
}
