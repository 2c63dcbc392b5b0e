import { availableParallelism } from 'node:os'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { visible } from '#reporters'
import { list } from './commands/list.ts'
import { run } from './commands/run.ts'
import { discreet } from './discretion.ts'
import { isReportFormat, type ReportOrder } from './run/reports.ts'
import { toolVersion } from './run/tool-version.ts'
import { namesTarget } from './target/index.ts'
import { NoJudgement, UsageError } from './usage-error.ts'

const positive = (text: string): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number from 1 up.')
  return value
}

const factor = (text: string): number => {
  const value = Number(text)
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('expected a number above 0.')
  return value
}

const portNumber = (text: string): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('expected a port from 0 to 65535.')
  return value
}

const shard = (text: string): { readonly index: number; readonly count: number } => {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  const parsed = { index: Number(index), count: Number(count) }
  if (!(parsed.index >= 1 && parsed.index <= parsed.count))
    throw new InvalidArgumentError('expected I/N with I from 1 to N, such as 1/3.')
  return parsed
}

const report = (text: string, before: readonly ReportOrder[] = []): readonly ReportOrder[] => {
  const [format = '', ...path] = text.split('=')
  if (!isReportFormat(format))
    throw new InvalidArgumentError('expected console, json, html, junit or markdown, then perhaps =PATH.')
  return [...before, path.length > 0 ? { format, path: path.join('=') } : { format }]
}

const defaultReports: readonly ReportOrder[] = [{ format: 'console' }, { format: 'json' }, { format: 'html' }]

interface RunFlags {
  readonly target?: string
  readonly embedded?: boolean
  readonly config?: string
  readonly tenant?: string
  readonly token?: string
  readonly osCloud?: string
  readonly profile?: string
  readonly only?: string[]
  readonly skip?: string[]
  readonly readOnly?: boolean
  readonly plan?: boolean
  readonly insecure?: boolean
  readonly maxServers?: number
  readonly timing?: string
  readonly timeoutScale?: number
  readonly report: readonly ReportOrder[]
  readonly out: string
  readonly failOn: 'must' | 'should'
  readonly strict?: boolean
  readonly quiet?: boolean
  readonly shard: { readonly index: number; readonly count: number }
  readonly lang: 'en' | 'ko'
}

interface TrialFlags {
  readonly fault?: string[]
  readonly jobs: number
  readonly out: string
  readonly shard: { readonly index: number; readonly count: number }
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

  const language = () => new Option('--lang <lang>', 'language of what is written').choices(['en', 'ko']).default('en')

  root
    .command('run')
    .description('verify a target; without one, the emulator that comes with this package')
    .option('--target <url>', "the endpoint's root, such as http://127.0.0.1:8774; /v2/{tenant} after it is understood")
    .option('--embedded', 'verify the embedded emulator, whatever the environment names')
    .option('--config <file>', 'YAML or JSON; the command line and the environment go before it')
    .option('--tenant <id>', 'tenant (project) id')
    .option('--token <token>', 'token; OS_TOKEN in the environment is safer')
    .option('--os-cloud <name>', 'an entry of clouds.yaml')
    .option('--profile <name>', 'what is asked: toast (the document) or nova (the same against stock OpenStack)')
    .option('--only <pattern...>', 'verify only these requirement ids; * is a wildcard')
    .option('--skip <pattern...>', 'leave these requirement ids out; * is a wildcard')
    .option('--read-only', 'create and change nothing')
    .option('--plan', 'print what would be created, how many at once and for how long, and create nothing')
    .option('--insecure', 'accept any TLS certificate')
    .addOption(new Option('--max-servers <n>', 'servers alive at once (default 4)').argParser(positive))
    .option('--timing <file>', 'waiting budgets per operation')
    .addOption(new Option('--timeout-scale <x>', 'multiplies the waiting budgets').argParser(factor))
    .addOption(
      new Option(
        '--report <format[=path]>',
        'console, json, html, junit or markdown; may be repeated (default console, json, html)',
      ).argParser((text: string, before?: readonly ReportOrder[]) => report(text, before)),
    )
    .option('--out <dir>', 'where reports go', 'conformance-report')
    .addOption(
      new Option('--fail-on <level>', 'which failed requirements make the exit code 1')
        .choices(['must', 'should'])
        .default('must'),
    )
    .option('--strict', 'exit 3 when the verdict is partial')
    .option('--quiet', 'no progress')
    .addOption(
      new Option('--shard <i/n>', 'one part of the suites').argParser(shard).default({ index: 1, count: 1 }, '1/1'),
    )
    .addOption(language())
    .action(
      async ({
        report: reports,
        out,
        failOn,
        strict = false,
        quiet = false,
        lang,
        shard: part,
        embedded,
        plan: planOnly = false,
        ...target
      }: RunFlags) => {
        finish(
          await run({
            target,
            embedded: embedded ?? !namesTarget(target, process.env),
            out,
            reports: reports ?? defaultReports,
            lang,
            shard: part,
            failOn,
            strict,
            quiet,
            plan: planOnly,
          }),
        )
      },
    )

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
