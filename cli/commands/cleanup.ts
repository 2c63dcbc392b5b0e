import { existsSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Command, Option } from 'commander'
import { renewing, type Send, sender, type TargetSettings } from '#harness/client'
import { visible } from '#reporters'
import { runId, type TargetFlags, withTarget } from '../arguments.ts'
import { type Cleared, clearUp } from '../clear-up/clear-up.ts'
import { journaledRuns, journalLines, journalPath, openingOf } from '../clear-up/journal-file.ts'
import { whatIsLeft } from '../clear-up/leftovers.ts'
import { discreet } from '../discretion.ts'
import { filled } from '../filled.ts'
import { makeFolder } from '../output-folder.ts'
import { namesTarget, resolveTarget } from '../target/index.ts'
import { UsageError } from '../usage-error.ts'

export interface CleanupFlags extends TargetFlags {
  readonly out: string
  /** Only this run, also when it has no journal. */
  readonly run?: string
  readonly dryRun?: boolean
}

/** Words of a target must neither act on a terminal or a CI system nor tell a secret. */
const printable = (line: string): string => `${visible(discreet(line))}\n`
const tell = (line: string): void => void process.stdout.write(printable(line))

const isOfEmulator = (path: string): boolean => openingOf(journalLines(path))?.embedded === true

/** Runs against the embedded emulator ended together with all that they had created. */
function forgetEmbedded(runs: readonly string[], { out, dryRun }: CleanupFlags): readonly string[] {
  const gone = runs.filter((run) => isOfEmulator(journalPath(out, run)))
  for (const run of gone) {
    tell(`Run ${run} was of the embedded emulator, which ended with it: nothing is left.`)
    if (!dryRun) rmSync(journalPath(out, run))
  }
  return runs.filter((run) => !gone.includes(run))
}

/** Removes what interrupted runs left. Returns 0 when nothing of theirs is there any more, 1 when something is. */
export async function cleanup(flags: CleanupFlags): Promise<number> {
  const { out, run, dryRun = false, ...target } = flags
  const journaled = journaledRuns(out)
  const runs = forgetEmbedded(run === undefined ? journaled : [run], flags)
  const [first] = runs
  if (first === undefined) {
    if (run === undefined && journaled.length === 0)
      tell(`Nothing to do: there is no ${existsSync(out) ? 'journal in' : 'folder'} ${out}.`)
    return 0
  }
  if (!namesTarget(target, process.env)) throw whichTarget(first, out)
  const journal = journalPath(out, first)
  const warn = (line: string): void => void process.stderr.write(printable(line))
  const context = { env: process.env, cwd: process.cwd(), runId: first, journal, warn }
  const { settings, renewal } = await resolveTarget(target, context)
  const http = sender(settings.tls, settings.budgets.request)
  const send = renewing(http.send, settings, renewal.renew)
  try {
    let done = true
    for (const id of runs) {
      const own = { ...settings, runId: id, journal: journalPath(out, id) }
      done = (await (dryRun ? preview : clear)(own, send)) && done
    }
    return done ? 0 : 1
  } finally {
    await http.close()
  }
}

function whichTarget(run: string, out: string): UsageError {
  const opening = openingOf(journalLines(journalPath(out, run)))
  return new UsageError('which target? Give --target, --config or --os-cloud, as for the run', {
    ...(opening ? { hint: `Run ${run} was of ${opening.computeUrl}/${opening.tenant}.` } : {}),
  })
}

/** Refuses to look for the resources of one endpoint at another. */
function isElsewhere({ runId: id, journal, computeUrl, tenant }: TargetSettings): boolean {
  const opening = openingOf(journalLines(journal))
  if (!opening || (opening.computeUrl === computeUrl && opening.tenant === tenant)) return false
  tell(`Run ${id} was of ${opening.computeUrl}/${opening.tenant}, not of ${computeUrl}/${tenant}: left alone.`)
  return true
}

async function preview(settings: TargetSettings, send: Send): Promise<boolean> {
  if (isElsewhere(settings)) return false
  const { there, unread } = await whatIsLeft(settings, send)
  for (const { kind, name, id } of there) tell(`would remove ${kind} ${name} (${id})`)
  for (const sentence of unread) tell(`could not look: ${sentence}`)
  if (there.length === 0 && unread.length === 0) tell(`Run ${settings.runId}: nothing is left.`)
  return there.length === 0 && unread.length === 0
}

async function clear(settings: TargetSettings, send: Send): Promise<boolean> {
  if (isElsewhere(settings)) return false
  makeFolder(dirname(settings.journal))
  const cleared = await clearUp({
    settings,
    send,
    within: settings.budgets.delete * 3,
    onRemoved: ({ kind, name, id }) => tell(`removed ${kind} ${name} (${id})`),
  })
  return conclude(cleared, settings)
}

function conclude({ removed, left, unread, unsure }: Cleared, { runId: id, journal }: TargetSettings): boolean {
  for (const sentence of unsure) tell(sentence)
  for (const { kind, id: what, name, reason, remove } of left) {
    tell(`left ${kind} ${name} (${what}): ${reason}`)
    if (remove !== undefined) tell(`  ${remove}`)
  }
  for (const sentence of unread) tell(`could not look: ${sentence}`)
  const done = left.length === 0 && unread.length === 0
  const count = `${removed.length} removed`
  tell(done ? `Run ${id}: ${count}, nothing is left.` : `Run ${id}: ${count}, ${left.length} left.`)
  if (done && existsSync(journal)) rmSync(journal)
  return done
}

export function addCleanup(root: Command, finish: (code: number) => void): void {
  const command = root
    .command('cleanup')
    .description('remove what interrupted runs left; not while one of them is still under way')
    .option('--out <dir>', 'where the journals of the runs are', filled, 'conformance-report')
    .addOption(new Option('--run <id>', 'only this run; also when its journal is lost').argParser(runId))
    .option('--dry-run', 'only print what would be removed')
    .addHelpText(
      'after',
      '\nExit codes, with --dry-run too: 0 nothing is left; 1 something is, or may be; 2 wrong usage; 3 the target does not answer.',
    )
  withTarget(command).action(async (flags: CleanupFlags) => finish(await cleanup(flags)))
}
