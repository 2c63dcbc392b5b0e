import { availableParallelism } from 'node:os'
import { Command, CommanderError, Option } from 'commander'
import { visible } from '#reporters'
import { language, portNumber, positive, type Shard, shard } from './arguments.ts'
import { addCleanup } from './commands/cleanup.ts'
import { addCompare } from './commands/compare.ts'
import { list } from './commands/list.ts'
import { addMerge } from './commands/merge.ts'
import { addRun } from './commands/run.ts'
import { discreet } from './discretion.ts'
import { toolVersion } from './run/tool-version.ts'
import { NoJudgement, UsageError } from './usage-error.ts'

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

function program(finish: (code: number) => void): Command {
  const root = new Command('compute-conformance')
    .description('Holds a TOAST (NHN Cloud) Compute API v2 endpoint against its document, statement by statement.')
    .version(toolVersion)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: () => undefined })

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

  root
    .command('emulate')
    .description('serve the emulator until stopped')
    .addOption(new Option('--port <n>', '0 is any free one').argParser(portNumber).default(0))
    .option('--ready-file <file>', 'written when serving: a configuration that `run --config` takes')
    .option('--fault <name...>', 'misbehave in this way; may be repeated')
    .option('--list-faults', 'show the faults and stop')
    .option('--timing <timing>', 'instant, realistic or a JSON file', 'instant')
    .option('--control', 'serve the control API under /_emulator, for callers on this machine', false)
    .option('--host <address>', 'where to listen; anything but loopback lets other machines in', '127.0.0.1')
    .action(
      async (options: {
        port: number
        readyFile?: string
        fault?: string[]
        listFaults?: boolean
        timing: string
        control: boolean
        host: string
      }) => {
        const { emulate, listFaults } = await import('./commands/emulate.ts')
        if (options.listFaults) {
          process.stdout.write(`${listFaults()}\n`)
          finish(0)
        } else {
          const { port, readyFile, timing, control, host } = options
          finish(
            await emulate({
              port,
              timing,
              control,
              host,
              faults: options.fault ?? [],
              ...(readyFile === undefined ? {} : { readyFile }),
            }),
          )
        }
      },
    )

  root
    .command('trial')
    .description('run the suites against the emulator once per fault, and write what they catch')
    .option('--fault <name...>', 'only these faults; * is a wildcard')
    .addOption(
      new Option('--jobs <n>', 'faults tried at a time').argParser(positive).default(defaultJobs, 'two per core'),
    )
    .option('--out <dir>', 'where trial.json goes', 'conformance-report')
    .addOption(
      new Option('--shard <i/n>', 'one part of the faults').argParser(shard).default({ index: 1, count: 1 }, '1/1'),
    )
    .option('--docs <file>', 'write the table of all faults in markdown')
    .option('--quiet', 'no progress', false)
    .action(async ({ fault, ...options }: TrialFlags) => {
      const { trial } = await import('./commands/trial.ts')
      finish(await trial({ ...options, faults: fault ?? [] }))
    })

  for (const command of root.commands) command.exitOverride().configureOutput({ outputError: () => undefined })
  return root
}

function complain(error: unknown): number {
  const say = (line: string): void => void process.stderr.write(`compute-conformance: ${visible(discreet(line))}\n`)
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0
    say(`${error.message.replace(/^error: /, '').replaceAll('\n', ' ')} (--help shows what there is)`)
    return 2
  }
  if (error instanceof UsageError || error instanceof NoJudgement) {
    say(error.message)
    if (error.hint !== undefined) say(error.hint)
    return error.exitCode
  }
  say(`this is an error of ours: ${error instanceof Error ? error.message : error}`)
  if (process.env['DEBUG'] && error instanceof Error) process.stderr.write(`${discreet(error.stack ?? '')}\n`)
  return 3
}

/** Reads the command line, does what it says and sets the exit code. The last word: Vitest sets it too. */
export async function main(argv: readonly string[]): Promise<void> {
  let code = 0
  try {
    await program((result) => {
      code = result
    }).parseAsync([...argv])
  } catch (error) {
    code = complain(error)
  }
  process.exitCode = code
}
