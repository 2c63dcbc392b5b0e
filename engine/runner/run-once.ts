import { randomBytes } from 'node:crypto'
import {
  type CleanupResult,
  cleanUpAfterRun,
  cleanupCommandLine,
  cleanupViolations,
  nothingToCleanUp,
} from '#engine/cleanup'
import type { Environment } from '#engine/input'
import { closeJournal, journalLines, journalPath, openJournal, removeJournal } from '#engine/journal'
import { connectionArguments, type ResolvedTarget, resolveTarget, type TargetOptions } from '#engine/target'
import { toolVersion } from '#engine/tool-version'
import { hasDocumentPaths, operationsUrl, type TargetSettings } from '#model'
import { buildReport, type Report, type TestResult } from '#results'
import type { EmbeddedTarget } from './embedded.ts'
import { runSuites, type Shard, type SuiteRun, type SuiteRunOptions, wholeShard } from './suite-runner.ts'
import { handleWorkerMessages } from './worker-messages.ts'

/** Listeners for the events of a run. An error thrown by a listener ends the run. */
export interface RunListeners {
  onWarning(line: string): void
  /** Before anything is created. */
  onResolved(settings: TargetSettings): void
  onCollected(tests: number): void
  onTestResult(result: TestResult): void
  /** What the run is waiting for. */
  onProgress(text: string): void
  onCleanup(result: CleanupResult): void
  /** The lines of the journal at the end of the run. */
  onJournal(lines: readonly string[]): void
}

/** The inputs of a run. */
export interface RunRequest {
  readonly target: TargetOptions
  /** The environment variables and working folder; an embedded target ignores the variables. */
  readonly environment: Environment
  /** The target, instead of the one that the options and the environment name. */
  readonly embedded?: EmbeddedTarget | undefined
  /** An existing folder. The journal remains in it only if resources could not be deleted. */
  readonly journalFolder: string
  readonly shard?: Shard
  readonly signal?: AbortSignal
  readonly listeners?: Partial<RunListeners>
  /** Replaces the resolved settings. */
  adjustSettings?(settings: TargetSettings): TargetSettings
  /** Runs the suites; by default in a new worker thread. */
  runSuites?(options: SuiteRunOptions): Promise<SuiteRun>
  /** True when the target is discarded after the run with everything in it. */
  readonly skipCleanup?: boolean
}

/** Returns eight hexadecimal digits: unique enough for the runs of one tenant and short enough for the name of a server. */
export const newRunId = (): string => randomBytes(4).toString('hex')

const ignore = (): void => undefined
const noListeners: RunListeners = {
  onWarning: ignore,
  onResolved: ignore,
  onCollected: ignore,
  onTestResult: ignore,
  onProgress: ignore,
  onCleanup: ignore,
  onJournal: ignore,
}

/** Notes where the operations are, if not where the document has them. */
const rootNotes = (target: TargetSettings): readonly string[] =>
  hasDocumentPaths(target)
    ? []
    : [`The operations of the target are below ${operationsUrl(target)}; rules about /v2/{tenantId} were left out.`]

/** Returns the options and the environment of a run; those of an embedded target replace the settings that name another target. */
function resolve({ target, embedded, environment, journalFolder }: RunRequest, warn: (line: string) => void) {
  const runId = newRunId()
  const context = { ...environment, runId, journal: journalPath(journalFolder, runId), warn }
  if (!embedded) return resolveTarget(target, context)
  const timeoutScale = target.timeoutScale ?? embedded.timeoutScale
  return resolveTarget({ ...target, config: embedded.configFile, timeoutScale }, { ...context, env: {} })
}

async function runTests(
  { settings, tokenRefresh }: ResolvedTarget,
  request: RunRequest,
  listeners: RunListeners,
  signal: AbortSignal,
): Promise<SuiteRun> {
  const stopListening = handleWorkerMessages(settings.runId, tokenRefresh, listeners.onProgress)
  try {
    return await (request.runSuites ?? runSuites)({
      settings: {
        ...settings,
        refreshableTokens: tokenRefresh.holders,
        inProcess: request.embedded !== undefined,
      },
      shard: request.shard ?? wholeShard,
      onCollected: listeners.onCollected,
      onTestResult: listeners.onTestResult,
      signal,
    })
  } finally {
    stopListening()
  }
}

/** Returns the options that name the target, for a command in the report. A proxy with a password is left out. */
function publicOptions({ embedded, target: { proxy, ...others } }: RunRequest): TargetOptions {
  if (embedded) return {}
  const hasPassword = proxy?.includes('@')
  return { ...others, ...(proxy !== undefined && !hasPassword && { proxy }) }
}

/**
 * Performs one run: resolves the target, opens a journal, runs the suites, deletes the remaining resources and builds the
 * report. Throws a UsageError or an InconclusiveRunError when the target cannot be resolved; from then on problems are
 * errors of the report.
 */
export async function runOnce(request: RunRequest): Promise<Report> {
  const startedAt = new Date()
  const listeners = { ...noListeners, ...request.listeners }
  const signal = request.signal ?? new AbortController().signal
  const resolved = await resolve(request, listeners.onWarning)
  const { versions, tokenRefresh } = resolved
  const settings = request.adjustSettings?.(resolved.settings) ?? resolved.settings
  listeners.onResolved(settings)
  openJournal(settings, request.embedded !== undefined)
  const { testResults, errors } = await runTests({ ...resolved, settings }, request, listeners, signal)
  listeners.onProgress('deleting what was created')
  const cleanup = request.skipCleanup ? nothingToCleanUp : await cleanUpAfterRun(settings, tokenRefresh.refresh)
  listeners.onCleanup(cleanup)
  const journal = journalLines(settings.journal)
  listeners.onJournal(journal)
  const options = publicOptions(request)
  const report = buildReport({
    settings,
    versions,
    notes: rootNotes(settings),
    embedded: request.embedded !== undefined,
    options: connectionArguments(options).join(' '),
    cleanupCommand: cleanupCommandLine(settings.runId, request.journalFolder, options),
    tool: toolVersion,
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    cases: [...testResults, ...cleanupViolations(cleanup)],
    journal,
    isInterrupted: signal.aborted,
    shard: request.shard,
    errors: [...errors, ...cleanup.unknownCreates, ...(cleanup.failure === undefined ? [] : [cleanup.failure])],
  })
  if (report.resources.leaked.length === 0) removeJournal(settings.journal)
  else closeJournal(settings)
  return report
}
