import { availableParallelism } from 'node:os'
import { type Command, Option } from 'commander'
import { toolVersion } from '../engine/tool-version.ts'
import { addCleanup } from './commands/cleanup.ts'
import { addCompare } from './commands/compare.ts'
import { addEmulate } from './commands/emulate.ts'
import { list } from './actions/list.ts'
import { addMerge } from './commands/merge.ts'
import { addRun } from './commands/run.ts'
import { nonEmpty } from './option-parsers.ts'
import { language, positiveInteger, type Shard, shard } from './options.ts'

interface TrialFlags {
  readonly fault?: string[]
  readonly jobs: number
  readonly out: string
  readonly shard: Shard
  readonly docs?: string
  readonly quiet: boolean
}

/** A run waits as much as it works. */
const defaultJobs = availableParallelism() * 2

/** Every command there is. */
export function addCommands(root: Command, finish: (code: number) => void): void {
  root
    .description('Holds a TOAST (NHN Cloud) Compute API v2 endpoint against its document, statement by statement.')
    .version(toolVersion)

  addRun(root, finish)
  addMerge(root, finish)
  addCompare(root, finish)
  addCleanup(root, finish)

  root
    .command('list')
    .description('the requirement register')
    .addOption(
      new Option('--format <format>', 'form of the list').choices(['table', 'json', 'markdown']).default('table'),
    )
    .option('--untested', 'only requirements that nothing verifies', false)
    .option('--profile <name>', 'levels as this profile asks them', 'toast')
    .addOption(language())
    .action(
      (options: { format: 'table' | 'json' | 'markdown'; untested: boolean; profile: string; lang: 'en' | 'ko' }) => {
        const text = list(options)
        if (text !== '') process.stdout.write(`${text}\n`)
        finish(0)
      },
    )

  addEmulate(root, finish)

  root
    .command('mutation-test')
    .description('run the suites against the emulator once per fault, and write what they catch')
    .option('--fault <name...>', 'only these faults; * is a wildcard')
    .addOption(
      new Option('--jobs <n>', 'faults tried at a time')
        .argParser(positiveInteger)
        .default(defaultJobs, 'two per core'),
    )
    .option('--out <dir>', 'where mutation-test.json goes', nonEmpty, 'conformance-report')
    .addOption(
      new Option('--shard <i/n>', 'one part of the faults').argParser(shard).default({ index: 1, count: 1 }, '1/1'),
    )
    .option('--docs <file>', 'write the table of all faults in markdown', nonEmpty)
    .option('--quiet', 'no progress', false)
    .addHelpText(
      'after',
      '\nExit codes: 0 every fault is caught as it declares; 1 one is not; 2 wrong usage; 3 not everything passes without a fault.',
    )
    .action(async ({ fault, ...options }: TrialFlags) => {
      const { mutationTest } = await import('./actions/mutation-test.ts')
      finish(await mutationTest({ ...options, faults: fault ?? [] }))
    })
}
