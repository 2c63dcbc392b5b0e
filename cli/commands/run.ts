import { type Command, Option } from 'commander'
import type { RunFlags } from '../actions/run-flags.ts'
import { nonEmpty, nonEmptyList, positiveInteger } from '../option-parsers.ts'
import { historyOption, shardOption, withReports, withTarget } from '../options.ts'

const exitCodes = `
Exit codes: 0 no violations; 1 nonconformant; 2 wrong usage; 3 inconclusive or leftover resources, or partial with --strict;
130 or 143 interrupted, after cleaning up.`

export function addRun(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('run')
    .description('test a target; without one, the embedded emulator')
    .option('--embedded', 'test the embedded emulator, even if the environment names a target')
  withTarget(command)
    .option(
      '--profile <name>',
      'requirement profile: toast (vendor document of 2020), nhn (of 2026) or nova (stock OpenStack)',
    )
    .option('--edition <edition>', 'edition of the document, 2020-03 or 2026-05, for a profile that has both')
    .option(
      '--only <pattern...>',
      'test only these requirements: ids, or operations such as listServers; * is a wildcard',
      nonEmptyList,
    )
    .option('--skip <pattern...>', 'do not test these requirements: ids or operations; * is a wildcard', nonEmptyList)
    .option('--failed <report.json>', 'test only what did not pass in an earlier report', nonEmpty)
    .option('--read-only', 'run only the checks that need no writes')
    .option('--plan', 'print what a run would create, how many at once and for how long; create nothing')
    .option('--watch', 'test the target each time it has started, and on Enter; print what has changed')
    .addOption(new Option('--max-servers <n>', 'servers that exist at once (default: 4)').argParser(positiveInteger))
    .option('--allow-costly', 'send invalid requests that would cost money if the target accepted them')
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
    else setExitCode(await (await import('../actions/run.ts')).run(flags))
  })
}
