import { closeSync, openSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type Database from 'libsql'
import { isObject, numberAt } from '../input/index.ts'
import { HistoryFileError } from './errors.ts'

/** `PRAGMA application_id` of a history: `TCHi` in ASCII. */
const applicationId = 0x54_43_48_69
/** `PRAGMA user_version`. */
const format = 1

const createTable = `CREATE TABLE IF NOT EXISTS runs (
  run_id TEXT PRIMARY KEY, started_at TEXT NOT NULL, target TEXT NOT NULL, profile TEXT NOT NULL, edition TEXT NOT NULL,
  tool TEXT NOT NULL, verdict TEXT NOT NULL, duration_ms INTEGER NOT NULL, outcomes TEXT NOT NULL, transitions TEXT NOT NULL
)`

const retryMs = 50

/** Primary result codes of SQLite. */
const resultCodes = { busy: 5, readOnly: 8, notDatabase: 26 }

export interface DatabaseAccess {
  /** The file is created where it is missing. */
  readonly isWrite: boolean
  /** How long to wait for other processes, in milliseconds. */
  readonly timeoutMs: number
}

/**
 * Runs one transaction in a history. SQLite keeps its rollback journal: unlike with WAL, a history is a single file,
 * which a CI system can cache and which can be in a read-only folder. While another process writes, the transaction is
 * tried again.
 * @throws HistoryFileError
 */
export async function transaction<Result>(
  file: string,
  { isWrite, timeoutMs }: DatabaseAccess,
  work: (database: Database.Database) => Result,
): Promise<Result> {
  const Sqlite = await loadSqlite(file)
  // An absolute path: libsql takes `http:` and `libsql:` for servers.
  const path = resolve(file)
  try {
    closeSync(openSync(path, isWrite ? 'a' : 'r'))
  } catch (cause) {
    const code = codeOf(cause)
    const reason =
      code === 'ENOENT' && !isWrite ? 'no such file' : `cannot be ${isWrite ? 'written' : 'read'} (${code})`
    throw new HistoryFileError(`${file}: ${reason}`, { exitCode: 2, cause })
  }
  // Opening a folder for reading succeeds.
  if (statSync(path).isDirectory()) throw new HistoryFileError(`${file}: is a folder`, { exitCode: 2 })
  const deadline = Date.now() + timeoutMs
  for (;;) {
    try {
      return attempt(new Sqlite(path), file, isWrite, work)
    } catch (error) {
      if (resultCodeOf(error) !== resultCodes.busy || Date.now() >= deadline) throw fileError(file, error)
    }
    await sleep(retryMs)
  }
}

async function loadSqlite(file: string): Promise<typeof Database> {
  try {
    return (await import('libsql')).default
  } catch (cause) {
    throw new HistoryFileError(`${file}: could not load SQLite (libsql): ${messageOf(cause)}`, { exitCode: 2, cause })
  }
}

function attempt<Result>(
  database: Database.Database,
  file: string,
  isWrite: boolean,
  work: (database: Database.Database) => Result,
): Result {
  try {
    database.exec(isWrite ? 'BEGIN IMMEDIATE' : 'BEGIN')
    prepare(file, database, isWrite)
    const result = work(database)
    database.exec('COMMIT')
    return result
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    throw error
  } finally {
    database.close()
  }
}

function prepare(file: string, database: Database.Database, isWrite: boolean): void {
  const isEmpty = readNumber(database, 'SELECT count(*) AS value FROM sqlite_schema') === 0
  const id = readNumber(database, 'SELECT application_id AS value FROM pragma_application_id')
  const isNew = isEmpty && id === 0
  if (id !== applicationId && !(isNew && isWrite)) {
    const kind = isNew ? 'is empty' : 'is an SQLite database'
    throw new HistoryFileError(`${file}: ${kind}, but not a history of runs`, { exitCode: 2 })
  }
  const found = readNumber(database, 'SELECT user_version AS value FROM pragma_user_version')
  if (!isNew && found !== format)
    throw new HistoryFileError(`${file}: has history format ${found}; this version supports format ${format} only`, {
      exitCode: 2,
    })
  if (!isWrite) return
  database.exec(createTable)
  // Written to existing files, too: the journal is created now, so a read-only folder is noticed.
  database.exec(`PRAGMA application_id = ${applicationId}`)
  database.exec(`PRAGMA user_version = ${format}`)
}

/** Reads a number. `all` runs the statement to its end; an unfinished one would keep the file locked. */
function readNumber(database: Database.Database, query: string): number | undefined {
  const [row] = database.prepare(query).all()
  return numberAt(row, 'value')
}

const codeOf = (error: unknown): unknown => (isObject(error) ? error['code'] : undefined)

/**
 * Returns the primary result code, the low byte of SQLite's extended code, for which libsql often has no name;
 * undefined for other errors.
 */
function resultCodeOf(error: unknown): number | undefined {
  const code = numberAt(error, 'rawCode')
  return code === undefined ? undefined : code % 256
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function fileError(file: string, cause: unknown): HistoryFileError {
  if (cause instanceof HistoryFileError) return cause
  const code = resultCodeOf(cause)
  if (code === resultCodes.busy)
    return new HistoryFileError(`${file}: is locked by another process`, { exitCode: 3, cause })
  if (code === resultCodes.notDatabase)
    return new HistoryFileError(`${file}: is not an SQLite database`, { exitCode: 2, cause })
  const detail = code === resultCodes.readOnly ? 'its folder cannot be written' : messageOf(cause)
  return new HistoryFileError(`${file}: ${detail}`, { exitCode: 2, cause })
}
