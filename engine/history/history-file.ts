import type { RecordedRun, RecordedSeries, Series } from '#results'
import { numberAt, textAt } from '../input/index.ts'
import { transaction } from './database.ts'
import { runFromRow } from './rows.ts'

/** The runs kept for comparison over time. */
export interface RunHistory {
  /** Adds a run. A run of the same id is replaced. */
  record(run: RecordedRun): Promise<void>
  /** The one with the latest run first. */
  series(): Promise<readonly RecordedSeries[]>
  /** The latest runs of a series, at most `limit`, the earliest first. */
  runs(series: Series, limit: number): Promise<readonly RecordedRun[]>
}

const insert = 'INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'

const selectSeries = `SELECT target, profile, edition, count(*) AS runs, max(started_at) AS latest
  FROM runs GROUP BY target, profile, edition ORDER BY latest DESC`

const selectRuns = `SELECT * FROM runs WHERE target = ? AND profile = ? AND edition = ?
  ORDER BY started_at DESC, rowid DESC LIMIT ?`

/** A history in an SQLite file, which is open only while it is used: several processes may record at once. */
export class HistoryFile implements RunHistory {
  readonly #file: string
  readonly #timeoutMs: number

  /** @param options.timeoutMs how long to wait while another process writes */
  constructor(file: string, { timeoutMs = 10_000 }: { readonly timeoutMs?: number } = {}) {
    this.#file = file
    this.#timeoutMs = timeoutMs
  }

  /** Creates the file where it is missing. @throws HistoryFileError when no run can be recorded */
  async create(): Promise<void> {
    await this.#transaction(true, () => undefined)
  }

  /** Adds a run, or replaces the one of the same id. @throws HistoryFileError */
  async record(run: RecordedRun): Promise<void> {
    const { runId, startedAt, series, tool, verdict, durationMs, outcomes, transitions } = run
    const { target, profile, edition } = series
    const values = [runId, startedAt, target, profile, edition, tool, verdict, Math.round(durationMs)]
    await this.#transaction(true, (database) => {
      database.prepare(insert).run(...values, JSON.stringify(outcomes), JSON.stringify(transitions))
    })
  }

  /** Returns the series of the history, the one with the latest run first. @throws HistoryFileError */
  async series(): Promise<readonly RecordedSeries[]> {
    const rows = await this.#transaction(false, (database) => database.prepare(selectSeries).all())
    return rows.map((row) => ({
      target: textAt(row, 'target') ?? '',
      profile: textAt(row, 'profile') ?? '',
      edition: textAt(row, 'edition') ?? '',
      runs: numberAt(row, 'runs') ?? 0,
      latest: textAt(row, 'latest') ?? '',
    }))
  }

  /** Runs that this version cannot read are left out. @throws HistoryFileError */
  async runs({ target, profile, edition }: Series, limit: number): Promise<readonly RecordedRun[]> {
    const rows = await this.#transaction(false, (database) =>
      database.prepare(selectRuns).all(target, profile, edition, limit),
    )
    return rows.reverse().flatMap(runFromRow)
  }

  #transaction<Result>(isWrite: boolean, work: Parameters<typeof transaction<Result>>[2]): Promise<Result> {
    return transaction(this.#file, { isWrite, timeoutMs: this.#timeoutMs }, work)
  }
}
