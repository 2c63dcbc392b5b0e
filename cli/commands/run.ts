import { type Command, Option } from 'commander'
import type { SuiteRunner } from '#engine/runner'
import type { RunFlags } from '../actions/run-flags.ts'
import { nonEmpty, positiveInteger } from '../option-parsers.ts'
import { historyOption, shardOption, withReports, withSelection, withTarget } from '../options.ts'

const exitCodes = `
Exit codes: 0 no violations; 1 nonconformant; 2 wrong usage; 3 inconclusive or leftover resources, or partial with --strict;
129, 130 or 143 interrupted, after cleaning up.`

/** Adds the command `run`, which tests a target. */
export function addRun(program: Command, setExitCode: (code: number) => void, suites?: SuiteRunner): void {
  const command = program
    .command('run')
    .description('test a target; without one, the embedded emulator')
    .option('--embedded', 'test the embedded emulator, even if the environment names a target')
  withSelection(withTarget(command))
    .option('--failed <report.json>', 'test only the requirements that did not pass in an earlier report', nonEmpty)
    .option('--plan', 'print what a run would create, how many at once and for how long; create nothing')
    .option('--watch', 'test the target each time it starts, and on Enter; print the changes')
    .addOption(shardOption('suites'))
    .addOption(
      new Option('--repeat <n>', 'number of runs; requirements with differing outcomes are reported as unstable')
        .argParser(positiveInteger)
        .default(1),
    )
    .addOption(historyOption())
    .option('--quiet', 'print no progress')
    .addHelpText('after', exitCodes)
  withReports(command).action(async (flags: RunFlags) => {
    if (flags.watch) setExitCode(await (await import('../actions/watch.ts')).watch(flags))
    else if (flags.plan) setExitCode(await (await import('../actions/plan.ts')).plan(flags))
    else setExitCode(await (await import('../actions/run.ts')).run(flags, suites))
  })
}
