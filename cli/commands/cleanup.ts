import { existsSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Command, Option } from 'commander'
import { createTransport, redact, type SendRequest, withTokenRefresh } from '#harness/core'
import type { TargetSettings } from '#model'
import { sanitizeLine } from '#reporters'
import { type CleanupResult, cleanUp } from '../../engine/cleanup/cleanup.ts'
import { findLeftovers } from '../../engine/cleanup/find-leftovers.ts'
import { UsageError } from '../../engine/errors.ts'
import { journaledRuns, journalHeader, journalLines, journalPath } from '../../engine/journal/file.ts'
import { hasExplicitTarget, resolveTarget } from '../../engine/target/index.ts'
import { ensureFolder } from '../files/output-folder.ts'
import { nonEmpty } from '../option-parsers.ts'
import { runId, type TargetFlags, withTarget } from '../options.ts'

export interface CleanupFlags extends TargetFlags {
  readonly out: string
  /** Only this run, also when it has no journal. */
  readonly run?: string
  readonly dryRun?: boolean
}

/** Words of a target must neither act on a terminal or a CI system nor tell a secret. */
const printable = (line: string): string => `${sanitizeLine(redact(line))}\n`
const tell = (line: string): void => void process.stdout.write(printable(line))

const isOfEmulator = (path: string): boolean => journalHeader(journalLines(path))?.embedded === true

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
  if (!hasExplicitTarget(target, process.env)) throw whichTarget(first, out)
  const journal = journalPath(out, first)
  const warn = (line: string): void => void process.stderr.write(printable(line))
  const context = { env: process.env, cwd: process.cwd(), runId: first, journal, warn }
  const { settings, tokenRefresh } = await resolveTarget(target, context)
  const http = createTransport(settings.tls, settings.timeouts.request)
  const send = withTokenRefresh(http.send, settings, tokenRefresh.refresh)
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
  const opening = journalHeader(journalLines(journalPath(out, run)))
  return new UsageError('which target? Give --target, --config or --os-cloud, as for the run', {
    ...(opening ? { hint: `Run ${run} was of ${opening.computeUrl}/${opening.tenant}.` } : {}),
  })
}

/** Refuses to look for the resources of one endpoint at another. */
function isElsewhere({ runId: id, journal, computeUrl, tenant }: TargetSettings): boolean {
  const opening = journalHeader(journalLines(journal))
  if (!opening || (opening.computeUrl === computeUrl && opening.tenant === tenant)) return false
  tell(`Run ${id} was of ${opening.computeUrl}/${opening.tenant}, not of ${computeUrl}/${tenant}: left alone.`)
  return true
}

async function preview(settings: TargetSettings, send: SendRequest): Promise<boolean> {
  if (isElsewhere(settings)) return false
  const { resources, unreadable } = await findLeftovers(settings, send)
  for (const { kind, name, id } of resources) tell(`would remove ${kind} ${name} (${id})`)
  for (const sentence of unreadable) tell(`could not look: ${sentence}`)
  if (resources.length === 0 && unreadable.length === 0) tell(`Run ${settings.runId}: nothing is left.`)
  return resources.length === 0 && unreadable.length === 0
}

async function clear(settings: TargetSettings, send: SendRequest): Promise<boolean> {
  if (isElsewhere(settings)) return false
  ensureFolder(dirname(settings.journal))
  const cleared = await cleanUp({
    settings,
    send,
    timeoutMs: settings.timeouts.delete * 3,
    onRemoved: ({ kind, name, id }) => tell(`removed ${kind} ${name} (${id})`),
  })
  return conclude(cleared, settings)
}

function conclude({ removed, leftovers, unreadable, unknown }: CleanupResult, { runId: id, journal }: TargetSettings): boolean {
  for (const sentence of unknown) tell(sentence)
  for (const { kind, id: what, name, reason, remove } of leftovers) {
    tell(`left ${kind} ${name} (${what}): ${reason}`)
    if (remove !== undefined) tell(`  ${remove}`)
  }
  for (const sentence of unreadable) tell(`could not look: ${sentence}`)
  const done = leftovers.length === 0 && unreadable.length === 0
  const count = `${removed.length} removed`
  tell(done ? `Run ${id}: ${count}, nothing is left.` : `Run ${id}: ${count}, ${leftovers.length} left.`)
  if (done && existsSync(journal)) rmSync(journal)
  return done
}

export function addCleanup(root: Command, finish: (code: number) => void): void {
  const command = root
    .command('cleanup')
    .description('remove what interrupted runs left; not while one of them is still under way')
    .option('--out <dir>', 'where the journals of the runs are', nonEmpty, 'conformance-report')
    .addOption(new Option('--run <id>', 'only this run; also when its journal is lost').argParser(runId))
    .option('--dry-run', 'only print what would be removed')
    .addHelpText(
      'after',
      '\nExit codes, with --dry-run too: 0 nothing is left; 1 something is, or may be; 2 wrong usage; 3 the target does not answer.',
    )
  withTarget(command).action(async (flags: CleanupFlags) => finish(await cleanup(flags)))
}
