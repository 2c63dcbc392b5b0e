import { closeSync, openSync } from 'node:fs'
import type Database from 'libsql'
import { snapshotVersion } from '../snapshot/schema.ts'
import { messageOf, StateFileError } from './errors.ts'

/** `PRAGMA application_id` of a state file: `TCEm` in ASCII. */
const applicationId = 0x54_43_45_6d

const createTable =
  'CREATE TABLE IF NOT EXISTS records (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key))'

/**
 * Opens or creates a state file and locks it until it is closed or this process ends.
 * @throws StateFileError
 */
export async function openDatabase(file: string): Promise<Database.Database> {
  const Sqlite = await loadSqlite(file)
  try {
    // The file holds tokens, so only its owner may read it. SQLite gives the files beside it the same mode.
    closeSync(openSync(file, 'a', 0o600))
  } catch (cause) {
    throw new StateFileError(`${file}: cannot be written: ${messageOf(cause)}`, { cause })
  }
  return withFileErrors(file, () => {
    const database = new Sqlite(file)
    try {
      prepareDatabase(file, database)
      return database
    } catch (error) {
      database.close()
      throw error
    }
  })
}

/** Loads SQLite on demand: an emulator without a state file needs neither the package nor its binary. */
async function loadSqlite(file: string): Promise<typeof Database> {
  try {
    return (await import('libsql')).default
  } catch (cause) {
    const [reason] = messageOf(cause).split('\n')
    throw new StateFileError(`${file}: could not load SQLite (libsql): ${reason}`, { cause })
  }
}

function prepareDatabase(file: string, database: Database.Database): void {
  // One process only: no shared memory is needed, and the lock is held as long as the process lives.
  database.pragma('locking_mode = EXCLUSIVE')
  const id = readNumber(database, 'PRAGMA application_id')
  const isEmpty = readNumber(database, 'SELECT count(*) FROM sqlite_schema') === 0
  if (id !== applicationId && !(id === 0 && isEmpty)) {
    throw new StateFileError(`${file}: is an SQLite database, but not the state of an emulator`)
  }
  const format = readNumber(database, 'PRAGMA user_version')
  if (!isEmpty && format !== snapshotVersion) {
    throw new StateFileError(
      `${file}: has state format ${format}; this version supports format ${snapshotVersion} only`,
    )
  }
  database.pragma('journal_mode = WAL')
  // Every commit reaches the operating system, so a killed process loses none.
  database.pragma('synchronous = NORMAL')
  database.exec('BEGIN IMMEDIATE')
  database.exec(createTable)
  database.exec(`PRAGMA application_id = ${applicationId}`)
  database.exec(`PRAGMA user_version = ${snapshotVersion}`)
  database.exec('COMMIT')
}

/** Returns the first column of the first row. */
export function readNumber(database: Database.Database, query: string): number {
  const row: unknown = database.prepare(query).get()
  return typeof row === 'object' && row !== null ? Number(Object.values(row)[0]) : Number.NaN
}

/** Runs database work and turns an error of SQLite into a `StateFileError` that names the file. */
export function withFileErrors<Result>(file: string, work: () => Result): Result {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof StateFileError) throw cause
    const { code } = Object(cause)
    if (code === 'SQLITE_BUSY') throw new StateFileError(`${file}: is in use by another emulator`, { cause })
    if (code === 'SQLITE_NOTADB') throw new StateFileError(`${file}: is not an SQLite database`, { cause })
    throw new StateFileError(`${file}: ${messageOf(cause)}`, { cause })
  }
}
