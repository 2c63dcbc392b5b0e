import { availableParallelism } from 'node:os'
import { type Command, Option } from 'commander'
import type { MutationTestFlags } from '../actions/mutation-test.ts'
import { nonEmpty, positiveInteger } from '../option-parsers.ts'
import { shardOption } from '../options.ts'

/** A run waits twice as long as it computes. */
const defaultJobs = availableParallelism() * 3

const exitCodes = `
Exit codes: 0 every fault is killed as declared; 1 a fault is not; 2 wrong usage; 3 the baseline run does not pass;
129, 130 or 143 interrupted.`

/** Adds the command `mutation-test`, which runs the suites with each fault of the emulator. */
export function addMutationTest(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('mutation-test')
    .description('run the suites with each fault of the emulator and report which faults they kill')
    .option('--fault <name...>', 'only these faults; * is a wildcard')
    .option('--changed-since <rev>', 'only the faults that the changes since this Git revision can affect', nonEmpty)
    .addOption(
      new Option('--jobs <n>', 'faults to test at the same time')
        .argParser(positiveInteger)
        .default(defaultJobs, 'three per core'),
    )
    .option('--out <dir>', 'folder for mutation-test.json', nonEmpty, 'conformance-report')
    .addOption(shardOption('faults'))
    .option('--docs <file>', 'write the table of all faults to this Markdown file', nonEmpty)
    .option('--grouped', 'run faults together that did not hide each other in earlier runs; the others alone')
    .option('--masked <file>', 'write the requirements that each fault leaves undecided to this JSON file', nonEmpty)
    .option(
      '--groups <file>',
      'with --grouped, write the groups of faults that shared a run to this JSON file',
      nonEmpty,
    )
    .option('--quiet', 'print no progress')
    .addHelpText('after', exitCodes)
    .action(async (flags: MutationTestFlags) => {
      const { mutationTest } = await import('../actions/mutation-test.ts')
      setExitCode(await mutationTest(flags))
    })
}
