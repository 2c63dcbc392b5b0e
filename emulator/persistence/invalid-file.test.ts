/** Files that cannot hold the state of an emulator are rejected with one line. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'libsql'
import { afterAll, expect, test } from 'vitest'
import { startEmulator } from '../server/server.ts'

const folder = mkdtempSync(join(tmpdir(), 'invalid-file-test-'))
let files = 0
const newFile = () => join(folder, `state-${++files}.db`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const applicationId = `PRAGMA application_id = ${0x54_43_45_6d}`
const createTable = 'CREATE TABLE records (kind TEXT, key TEXT, value TEXT, PRIMARY KEY (kind, key))'

function writeDatabase(file: string, ...statements: string[]): void {
  const database = new Sqlite(file)
  for (const statement of statements) database.exec(statement)
  database.close()
}

function writeRecord(file: string, value: string): void {
  const insert = `INSERT INTO records VALUES ('root', 'fixed', '${value}')`
  writeDatabase(file, applicationId, createTable, 'PRAGMA user_version = 2', insert)
}

/** Writes a state file in version 1 of the format. */
function writeVersion1(file: string): void {
  writeDatabase(
    file,
    applicationId,
    'CREATE TABLE things (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key))',
    `INSERT INTO things VALUES ('rest', 'lasting', '{"format":1}')`,
    'PRAGMA user_version = 1',
  )
}

test.each<[string, (file: string) => void, RegExp]>([
  ['a text file', (file) => writeFileSync(file, 'not a database '.repeat(100)), /: is not an SQLite database$/],
  [
    'the database of another program',
    (file) => writeDatabase(file, 'CREATE TABLE other (a)'),
    /: is an SQLite database, but not the state of an emulator$/,
  ],
  ['an older version', writeVersion1, /: has state format 1; this version supports format 2 only$/],
  [
    'a later version',
    (file) => writeDatabase(file, applicationId, createTable, 'PRAGMA user_version = 99'),
    /: has state format 99; this version supports format 2 only$/,
  ],
  ['an incomplete state', (file) => writeRecord(file, '{}'), /state-\d+\.db: state\./],
  ['a value that is not JSON', (file) => writeRecord(file, '{'), /state-\d+\.db: .*JSON/],
  ['a folder', (file) => mkdirSync(file), /: cannot be written: EISDIR/],
])('rejects %s', async (_kind, create, message) => {
  const state = newFile()
  create(state)
  const error: unknown = await startEmulator({ state }).catch((error: unknown) => error)
  expect(error).toMatchObject({ name: 'StateFileError', message: expect.stringMatching(message) })
  expect(error).toMatchObject({ message: expect.stringMatching(/^[^\n]*$/) })
})

test('rejects a file in a folder that does not exist', async () => {
  await expect(startEmulator({ state: join(folder, 'missing', 'state.db') })).rejects.toThrow(
    /cannot be written: ENOENT/,
  )
})

test('rejects a file in use until its emulator is closed', async () => {
  const state = newFile()
  const first = await startEmulator({ state })
  await expect(startEmulator({ state })).rejects.toThrow(/is in use by another emulator/)
  await first.close()
  await (await startEmulator({ state })).close()
})
