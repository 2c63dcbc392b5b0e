import { type Command, Option } from 'commander'
import { UsageError } from '../../engine/errors.ts'
import { defaultReports } from '../files/report-writer.ts'
import { hasExplicitTarget } from '../../engine/target/index.ts'
import { nonEmptyList } from '../option-parsers.ts'
import {
  positiveInteger,
  type ReportFlags,
  type Shard,
  shard,
  type TargetFlags,
  withReports,
  withTarget,
} from '../options.ts'

interface RunFlags extends TargetFlags, ReportFlags {
  readonly embedded?: boolean
  readonly profile?: string
  readonly only?: string[]
  readonly skip?: string[]
  readonly readOnly?: boolean
  readonly plan?: boolean
  readonly maxServers?: number
  readonly quiet?: boolean
  readonly shard: Shard
  readonly repeat: number
}

/** The emulator brings its own address and token; with others a run would be one against something else. */
function refuseTarget({ target, config, tenant, token, osCloud }: TargetFlags): void {
  const others = { target, config, tenant, token, 'os-cloud': osCloud }
  const [name] = Object.entries(others).find(([, value]) => value !== undefined) ?? []
  if (name !== undefined)
    throw new UsageError(`--embedded and --${name} exclude each other: the embedded emulator is a target by itself`)
}

export function addRun(root: Command, finish: (code: number) => void): void {
  const command = root
    .command('run')
    .description('verify a target; without one, the emulator that comes with this package')
    .option('--embedded', 'verify the embedded emulator, whatever the environment names')
  withTarget(command)
    .option('--profile <name>', 'what is asked: toast (the document) or nova (the same against stock OpenStack)')
    .option('--only <pattern...>', 'verify only these requirement ids; * is a wildcard', nonEmptyList)
    .option('--skip <pattern...>', 'leave these requirement ids out; * is a wildcard', nonEmptyList)
    .option('--read-only', 'create and change nothing')
    .option('--plan', 'print what would be created, how many at once and for how long, and create nothing')
    .addOption(new Option('--max-servers <n>', 'servers alive at once (default 4)').argParser(positiveInteger))
    .addOption(
      new Option('--shard <i/n>', 'one part of the suites').argParser(shard).default({ index: 1, count: 1 }, '1/1'),
    )
    .addOption(
      new Option('--repeat <n>', 'run so often; where repeats disagree, a requirement is unstable')
        .argParser(positiveInteger)
        .default(1),
    )
    .option('--quiet', 'no progress')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing broken; 1 nonconformant; 2 wrong usage; 3 no judgement, or partial with --strict;\n130 or 143 interrupted, after clearing up.',
    )
  withReports(command).action(
    async ({
      report: reports = defaultReports,
      strict = false,
      quiet = false,
      plan: planOnly = false,
      out,
      failOn,
      lang,
      baseline,
      waivers,
      shard: part,
      repeat,
      embedded,
      ...target
    }: RunFlags) => {
      if (embedded) refuseTarget(target)
      const isEmbedded = embedded ?? !hasExplicitTarget(target, process.env)
      const how = { out, reports, lang, shard: part, repeat, baseline, waivers, failOn, strict, quiet }
      // Loaded only by those who run: the other commands need no Vitest.
      const act = planOnly
        ? (await import('../actions/plan.ts')).printPlan
        : (await import('../actions/run.ts')).runCommand
      finish(await act({ target, embedded: isEmbedded, ...how }))
    },
  )
}
