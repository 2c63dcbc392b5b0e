import type Database from 'libsql'
import { openDatabase, readNumber, withFileErrors } from './open-database.ts'

/** One row of the table `records`. */
export interface StoredRecord {
  readonly kind: string
  readonly key: string
  /** JSON; undefined removes the row. */
  readonly value: string | undefined
}

const upsert =
  'INSERT INTO records (kind, key, value) VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value'

/**
 * Records in an SQLite file by kind and key, in insertion order. Written records survive `kill -9`. After a power failure the
 * last transactions may be missing, but never a part of one.
 */
export class SqliteStore {
  readonly #file: string
  readonly #database: Database.Database
  readonly #upsert: Database.Statement
  readonly #remove: Database.Statement
  readonly #begin: Database.Statement
  readonly #commit: Database.Statement

  private constructor(file: string, database: Database.Database) {
    this.#file = file
    this.#database = database
    this.#upsert = database.prepare(upsert)
    this.#remove = database.prepare('DELETE FROM records WHERE kind = ? AND key = ?')
    this.#begin = database.prepare('BEGIN IMMEDIATE')
    this.#commit = database.prepare('COMMIT')
  }

  /**
   * Opens or creates a file and locks it until `close` or the end of this process.
   * @throws StateFileError
   */
  static async open(file: string): Promise<SqliteStore> {
    const database = await openDatabase(file)
    return withFileErrors(file, () => {
      try {
        return new SqliteStore(file, database)
      } catch (error) {
        database.close()
        throw error
      }
    })
  }

  /** Returns every record, in insertion order. @throws StateFileError */
  records(): readonly StoredRecord[] {
    return withFileErrors(this.#file, () =>
      this.#database.prepare('SELECT kind, key, value FROM records ORDER BY rowid').all().map(toRecord),
    )
  }

  /** Adds, changes or removes records in one transaction. @throws StateFileError */
  write(records: readonly StoredRecord[]): void {
    this.#transaction(() => this.#apply(records))
  }

  /** Replaces the whole content in one transaction. @throws StateFileError */
  replaceAll(records: readonly StoredRecord[]): void {
    this.#transaction(() => {
      this.#database.exec('DELETE FROM records')
      this.#apply(records)
    })
  }

  /** Removes the files that SQLite keeps beside this one, and releases the lock. */
  close(): void {
    try {
      // libsql closes a file only when its statements are garbage collected; these release the lock at once.
      this.#database.pragma('journal_mode = DELETE')
      this.#database.pragma('locking_mode = NORMAL')
      readNumber(this.#database, 'PRAGMA user_version')
    } finally {
      this.#database.close()
    }
  }

  #apply(records: readonly StoredRecord[]): void {
    for (const { kind, key, value } of records) {
      if (value === undefined) this.#remove.run(kind, key)
      else this.#upsert.run(kind, key, value)
    }
  }

  #transaction(work: () => void): void {
    withFileErrors(this.#file, () => {
      this.#begin.run()
      try {
        work()
        this.#commit.run()
      } catch (error) {
        if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
        throw error
      }
    })
  }
}

function toRecord(row: unknown): StoredRecord {
  const { kind, key, value } = Object(row)
  return { kind: String(kind), key: String(key), value: String(value) }
}
