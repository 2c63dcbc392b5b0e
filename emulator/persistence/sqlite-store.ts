import { closeSync, openSync } from 'node:fs'
import type Database from 'libsql'
import { snapshotVersion } from '../snapshot/schema.ts'
import { StateFileError } from './errors.ts'

/** One thing as it is written down. */
export interface StoredRecord {
  readonly kind: string
  readonly key: string
  /** JSON; undefined: it is gone. */
  readonly value: string | undefined
}

/** What a database of ours says it is (`PRAGMA application_id`): TCEm. */
const applicationId = 0x54_43_45_6d

const upsert =
  'INSERT INTO things (kind, key, value) VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value'

/**
 * Things in an SQLite file, by kind and key, in the order in which they came. Whatever was written is there after a kill -9; after
 * the power has failed, the last moments may be missing, but never a part of them.
 */
export class SqliteStore {
  readonly #file: string
  readonly #database: Database.Database
  readonly #put: Database.Statement
  readonly #remove: Database.Statement
  readonly #begin: Database.Statement
  readonly #commit: Database.Statement

  private constructor(file: string, database: Database.Database) {
    this.#file = file
    this.#database = database
    this.#put = database.prepare(upsert)
    this.#remove = database.prepare('DELETE FROM things WHERE kind = ? AND key = ?')
    this.#begin = database.prepare('BEGIN IMMEDIATE')
    this.#commit = database.prepare('COMMIT')
  }

  /**
   * Opens or makes a file, and keeps everybody else out of it until `close`, or until this process ends in whatever way.
   * @throws StateFileError
   */
  static async open(file: string): Promise<SqliteStore> {
    const Sqlite = await load(file)
    try {
      // The tokens in it are for nobody else's eyes; what SQLite puts beside it has the same mode.
      closeSync(openSync(file, 'a', 0o600))
    } catch (error) {
      throw new StateFileError(`${file}: cannot be written: ${error instanceof Error ? error.message : error}`)
    }
    return withFileErrors(file, () => {
      const database = new Sqlite(file)
      try {
        prepare(file, database)
        return new SqliteStore(file, database)
      } catch (error) {
        database.close()
        throw error
      }
    })
  }

  /** Everything, in the order in which it came. @throws StateFileError */
  rows(): readonly StoredRecord[] {
    return withFileErrors(this.#file, () =>
      this.#database.prepare('SELECT kind, key, value FROM things ORDER BY rowid').all().map(rowOf),
    )
  }

  /** Writes all of these, or none. @throws StateFileError */
  write(rows: readonly StoredRecord[], isAll = false): void {
    withFileErrors(this.#file, () => {
      this.#begin.run()
      try {
        if (isAll) this.#database.exec('DELETE FROM things')
        for (const { kind, key, value } of rows) {
          if (value === undefined) this.#remove.run(kind, key)
          else this.#put.run(kind, key, value)
        }
        this.#commit.run()
      } catch (error) {
        if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
        throw error
      }
    })
  }

  /** Leaves one file, and lets others have it. */
  close(): void {
    try {
      // libsql lets go of a file only when its statements are garbage; the lock need not wait for that.
      this.#database.pragma('journal_mode = DELETE')
      this.#database.pragma('locking_mode = NORMAL')
      numberOf(this.#database, 'PRAGMA user_version')
    } finally {
      this.#database.close()
    }
  }
}

/** Only those who want a file need the package and its binary. */
async function load(file: string): Promise<typeof Database> {
  try {
    return (await import('libsql')).default
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n')
    throw new StateFileError(`${file}: SQLite cannot be loaded, of which libsql brings a binary: ${reason}`)
  }
}

function prepare(file: string, database: Database.Database): void {
  // With one process only, no memory has to be shared, and the lock is held as long as that process lives.
  database.pragma('locking_mode = EXCLUSIVE')
  const id = numberOf(database, 'PRAGMA application_id')
  const isEmpty = numberOf(database, 'SELECT count(*) FROM sqlite_schema') === 0
  if (id !== applicationId && !(id === 0 && isEmpty)) {
    throw new StateFileError(`${file}: is a database, but not one that an emulator keeps its state in`)
  }
  const format = numberOf(database, 'PRAGMA user_version')
  if (!isEmpty && format !== snapshotVersion) {
    throw new StateFileError(
      `${file}: was written in format ${format} by another version; this one knows ${snapshotVersion}`,
    )
  }
  database.pragma('journal_mode = WAL')
  // In the hands of the operating system with every commit, which a kill -9 does not touch.
  database.pragma('synchronous = NORMAL')
  database.exec('BEGIN IMMEDIATE')
  database.exec(
    'CREATE TABLE IF NOT EXISTS things (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key))',
  )
  database.exec(`PRAGMA application_id = ${applicationId}`)
  database.exec(`PRAGMA user_version = ${snapshotVersion}`)
  database.exec('COMMIT')
}

function numberOf(database: Database.Database, query: string): number {
  const row: unknown = database.prepare(query).get()
  return typeof row === 'object' && row !== null ? Number(Object.values(row)[0]) : Number.NaN
}

function rowOf(row: unknown): StoredRecord {
  const { kind, key, value } = Object(row)
  return { kind: String(kind), key: String(key), value: String(value) }
}

/** Says of what SQLite refuses what it means for the file. */
function withFileErrors<Result>(file: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (error instanceof StateFileError) throw error
    const { code } = Object(error)
    if (code === 'SQLITE_BUSY') throw new StateFileError(`${file}: another emulator is using it`)
    if (code === 'SQLITE_NOTADB') throw new StateFileError(`${file}: is no file that an emulator keeps its state in`)
    throw new StateFileError(`${file}: ${error instanceof Error ? error.message : error}`)
  }
}
