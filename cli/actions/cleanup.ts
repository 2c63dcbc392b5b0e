import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { type CleanupResult, cleanUp, findLeftovers, openCleanupTransport } from '#engine/cleanup'
import { UsageError } from '#engine/errors'
import { readText } from '#engine/input'
import {
  journaledRuns,
  journalHeader,
  journalLines,
  journalPath,
  processInProgress,
  removeJournal,
} from '#engine/journal'
import { hasExplicitTarget, resolveTarget } from '#engine/target'
import type { SendRequest } from '#harness/core'
import type { TargetSettings } from '#model'
import { ensureFolder } from '../files/output-folder.ts'
import type { TargetFlags } from '../options.ts'
import { printErrorLine, printLine } from '../output.ts'

export interface CleanupFlags extends TargetFlags {
  readonly out: string
  /** Only this run, even if it has no journal. */
  readonly run?: string
  readonly dryRun?: boolean
}

/** Removes a journal, or says that it remains. */
function remove(journal: string): void {
  if (!removeJournal(journal)) printLine(`${journal}: cannot be removed.`)
}

/** Leaves out the runs against the embedded emulator, which ended together with all resources. */
function withoutEmbedded(runs: readonly string[], { out, dryRun }: CleanupFlags): readonly string[] {
  const isEmbedded = (run: string): boolean => journalHeader(journalLines(journalPath(out, run)))?.embedded === true
  const embedded = runs.filter(isEmbedded)
  for (const run of embedded) {
    printLine(`Run ${run} used the embedded emulator, which ended with it: nothing is left.`)
    if (!dryRun) remove(journalPath(out, run))
  }
  return runs.filter((run) => !embedded.includes(run))
}

/** Leaves out the runs that are in progress in another process: without their resources they would report violations. */
function withoutInProgress(runs: readonly string[], { out }: CleanupFlags): readonly string[] {
  return runs.filter((run) => {
    const owner = processInProgress(journalLines(journalPath(out, run)))
    if (owner) printLine(`Run ${run} is in progress (process ${owner.pid}): nothing of it was deleted.`)
    return owner === undefined
  })
}

/** Throws a UsageError when there is nothing to start from: a misspelt folder or file must not look like success. */
function checkUsage({ out, run, config }: CleanupFlags, journaled: readonly string[]): void {
  if (config !== undefined) readText(config)
  if (run !== undefined || journaled.length > 0) return
  throw new UsageError(existsSync(out) ? `no journal of a run in ${out}` : `no such folder: ${out}`, {
    hint: 'A run that leaves nothing behind removes its journal. --out names the folder of the run, --run a run whose journal is lost.',
  })
}

/** Deletes what interrupted runs left. Returns 0 when nothing is left, else 1. */
export async function cleanup(flags: CleanupFlags): Promise<number> {
  const { out, run, dryRun, ...target } = flags
  const journaled = journaledRuns(out)
  checkUsage(flags, journaled)
  const named = run === undefined ? journaled : [run]
  const finished = withoutInProgress(named, flags)
  const runs = withoutEmbedded(finished, flags)
  const [first] = runs
  if (first === undefined) return finished.length < named.length ? 1 : 0
  if (!hasExplicitTarget(target, process.env)) throw missingTarget(first, out)
  const { settings, tokenRefresh } = await resolveTarget(target, {
    env: process.env,
    cwd: process.cwd(),
    runId: first,
    journal: journalPath(out, first),
    warn: printErrorLine,
  })
  const transport = openCleanupTransport(settings, tokenRefresh.refresh)
  const cleanUpOne = dryRun ? previewRun : cleanUpRun
  try {
    let isDone = finished.length === named.length
    for (const runId of runs) {
      const runSettings = { ...settings, runId, journal: journalPath(out, runId) }
      isDone = !isOfOtherTarget(runSettings) && (await cleanUpOne(runSettings, transport.send)) && isDone
    }
    return isDone ? 0 : 1
  } finally {
    await transport.close()
  }
}

function missingTarget(run: string, out: string): UsageError {
  const header = journalHeader(journalLines(journalPath(out, run)))
  return new UsageError('no target given: use --target, --config or --os-cloud as for the run', {
    ...(header ? { hint: `The target of run ${run} was ${header.computeUrl}/${header.tenant}.` } : {}),
  })
}

const unknownRun = ({ runId, journal }: TargetSettings): UsageError =>
  new UsageError(
    `unknown run ${runId}: ${dirname(journal)} has no journal of it, and the target has nothing with its name`,
  )

/** Tells whether the journal of the run names another endpoint than the given one; then nothing is requested there. */
function isOfOtherTarget({ runId, journal, computeUrl, tenant }: TargetSettings): boolean {
  const header = journalHeader(journalLines(journal))
  if (!header || (header.computeUrl === computeUrl && header.tenant === tenant)) return false
  printLine(
    `Run ${runId} was against ${header.computeUrl}/${header.tenant}, not ${computeUrl}/${tenant}: nothing was deleted.`,
  )
  return true
}

async function previewRun(settings: TargetSettings, send: SendRequest): Promise<boolean> {
  const { resources, unreadable } = await findLeftovers(settings, send)
  const isClean = resources.length === 0 && unreadable.length === 0
  if (isClean && !existsSync(settings.journal)) throw unknownRun(settings)
  for (const { kind, name, id } of resources) printLine(`would delete ${kind} ${name} (${id})`)
  for (const reason of unreadable) printLine(`could not search: ${reason}`)
  if (isClean) printLine(`Run ${settings.runId}: nothing is left.`)
  return isClean
}

async function cleanUpRun(settings: TargetSettings, send: SendRequest): Promise<boolean> {
  const isJournaled = existsSync(settings.journal)
  ensureFolder(dirname(settings.journal))
  const result = await cleanUp({
    settings,
    send,
    onRemoved: ({ kind, name, id }) => printLine(`deleted ${kind} ${name} (${id})`),
  })
  const isClean = result.leftovers.length === 0 && result.unreadable.length === 0
  if (isClean) remove(settings.journal)
  if (isClean && !isJournaled && result.removed.length === 0) throw unknownRun(settings)
  printResult(result, settings.runId)
  return isClean
}

function printResult({ removed, leftovers, unreadable, unknownCreates }: CleanupResult, runId: string): void {
  for (const sentence of unknownCreates) printLine(sentence)
  for (const { kind, id, name, reason, remove } of leftovers) {
    printLine(`not deleted: ${kind} ${name} (${id}): ${reason}`)
    if (remove !== undefined) printLine(`  ${remove}`)
  }
  for (const reason of unreadable) printLine(`could not search: ${reason}`)
  const left = leftovers.length === 0 && unreadable.length === 0 ? 'nothing is left' : `${leftovers.length} not deleted`
  printLine(`Run ${runId}: ${removed.length} deleted, ${left}.`)
}
