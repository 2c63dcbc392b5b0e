import { existsSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { type CleanupResult, cleanUp, findLeftovers, openCleanupTransport } from '#engine/cleanup'
import { UsageError } from '#engine/errors'
import { journaledRuns, journalHeader, journalLines, journalPath } from '#engine/journal'
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

/** Removes the runs against the embedded emulator, which ended together with all resources. */
function withoutEmbedded(runs: readonly string[], { out, dryRun }: CleanupFlags): readonly string[] {
  const isEmbedded = (run: string): boolean => journalHeader(journalLines(journalPath(out, run)))?.embedded === true
  const embedded = runs.filter(isEmbedded)
  for (const run of embedded) {
    printLine(`Run ${run} used the embedded emulator, which ended with it: nothing is left.`)
    if (!dryRun) rmSync(journalPath(out, run))
  }
  return runs.filter((run) => !embedded.includes(run))
}

/** Deletes what interrupted runs left. Returns 0 when nothing is left, else 1. */
export async function cleanup(flags: CleanupFlags): Promise<number> {
  const { out, run, dryRun, ...target } = flags
  const journaled = journaledRuns(out)
  const runs = withoutEmbedded(run === undefined ? journaled : [run], flags)
  const [first] = runs
  if (first === undefined) {
    if (run === undefined && journaled.length === 0)
      printLine(existsSync(out) ? `Nothing to do: no journal in ${out}.` : `Nothing to do: no such folder: ${out}.`)
    return 0
  }
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
    let isDone = true
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

/** Whether the journal of the run names another endpoint than the given one; then nothing is requested there. */
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
  for (const { kind, name, id } of resources) printLine(`would delete ${kind} ${name} (${id})`)
  for (const reason of unreadable) printLine(`could not search: ${reason}`)
  const isClean = resources.length === 0 && unreadable.length === 0
  if (isClean) printLine(`Run ${settings.runId}: nothing is left.`)
  return isClean
}

async function cleanUpRun(settings: TargetSettings, send: SendRequest): Promise<boolean> {
  ensureFolder(dirname(settings.journal))
  const result = await cleanUp({
    settings,
    send,
    onRemoved: ({ kind, name, id }) => printLine(`deleted ${kind} ${name} (${id})`),
  })
  printResult(result, settings.runId)
  const isClean = result.leftovers.length === 0 && result.unreadable.length === 0
  if (isClean && existsSync(settings.journal)) rmSync(settings.journal)
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
