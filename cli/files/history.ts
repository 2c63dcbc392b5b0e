import { dirname } from 'node:path'
import { UsageError } from '#engine/errors'
import { HistoryFile, HistoryFileError } from '#engine/history'
import { redactReport, type Shard } from '#engine/runner'
import { type HistorySummary, type RecordedSeries, type Report, recordedRun, summarizeHistory } from '#results'
import { ensureOptionFolder } from './output-folder.ts'

/**
 * Checks before a run that it can be recorded, and creates the file. A file that is locked now may be free at the end of the run.
 * Throws a UsageError or HistoryFileError.
 */
export async function checkHistory(file: string | undefined, shard?: Shard): Promise<void> {
  if (file === undefined) return
  if (shard && shard.count > 1)
    throw new UsageError('--history keeps whole runs, and --shard runs a part', {
      hint: 'Give --history to the merge of the shards.',
    })
  ensureOptionFolder('--history', dirname(file))
  try {
    await new HistoryFile(file).create()
  } catch (error) {
    if (!(error instanceof HistoryFileError && error.exitCode === 3)) throw error
  }
}

/** Records a run. Returns false after one line when that is impossible. */
export async function recordHistory(
  report: Report,
  file: string,
  printError: (line: string) => void,
): Promise<boolean> {
  try {
    await new HistoryFile(file).record(recordedRun(redactReport(report)))
    return true
  } catch (error) {
    printError(`The run could not be recorded in the history: ${error instanceof Error ? error.message : error}`)
    return false
  }
}

/** The most runs that are read. A monitor that runs every quarter of an hour records as many in ten days. */
const maxRuns = 1_000

/**
 * Summarizes the runs of one series.
 * @param last how many of the latest runs to evaluate
 * @throws HistoryFileError
 */
export async function readSummary(
  store: HistoryFile,
  series: RecordedSeries,
  others: readonly RecordedSeries[],
  last: number,
): Promise<HistorySummary> {
  const { target, profile, edition } = series
  const runs = await store.runs(series, Math.max(last, maxRuns))
  return summarizeHistory({ target, profile, edition }, runs, last, others)
}
