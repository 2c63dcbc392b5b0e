import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'libsql'
import { afterAll, expect, test } from 'vitest'
import type { RecordedRun } from '#results'
import { HistoryFile } from './history-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'history-file-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const newFile = () => join(folder, `history-${++files}.db`)

const series = { target: 'http://127.0.0.1:1/v2/t', profile: 'toast', edition: '2020-03' }
const runOf = (runId: string, day: number, changed: Partial<RecordedRun> = {}): RecordedRun => ({
  runId,
  startedAt: `2026-01-0${day}T00:00:00.000Z`,
  series,
  tool: '0.1.0',
  verdict: 'nonconformant',
  durationMs: 1_000,
  outcomes: [
    {
      id: 'actions.one-key',
      level: 'must',
      outcome: 'fail',
      finding: { message: 'Wrong.', expected: '1', actual: '' },
    },
    { id: 'keypairs.list.array', level: 'should', outcome: 'pass' },
  ],
  transitions: [{ from: 'BUILD', to: 'ACTIVE', after: 'create', ms: 12.5 }],
  ...changed,
})

function execute(file: string, ...statements: readonly string[]): void {
  const database = new Sqlite(file)
  for (const statement of statements) database.exec(statement)
  database.close()
}

test('returns the latest runs of a series as they were recorded, the earliest first', async () => {
  const history = new HistoryFile(newFile())
  for (const day of [3, 1, 2]) await history.record(runOf(`run-${day}`, day))
  expect(await history.runs(series, 10)).toEqual([1, 2, 3].map((day) => runOf(`run-${day}`, day)))
  expect((await history.runs(series, 2)).map(({ runId }) => runId)).toEqual(['run-2', 'run-3'])
})

test('keeps targets, profiles and editions apart, the one with the latest run first', async () => {
  const history = new HistoryFile(newFile())
  const nhn = { ...series, profile: 'nhn', edition: '2026-05' }
  await history.record(runOf('a', 1))
  await history.record(runOf('b', 2, { series: nhn }))
  await history.record(runOf('c', 2))
  await history.record(runOf('d', 3, { series: { ...series, target: 'embedded' } }))
  expect(await history.series()).toMatchObject([
    { target: 'embedded', runs: 1, latest: '2026-01-03T00:00:00.000Z' },
    { runs: expect.any(Number) },
    { runs: expect.any(Number) },
  ])
  expect((await history.runs(nhn, 10)).map(({ runId }) => runId)).toEqual(['b'])
})

test('replaces a run that is recorded again', async () => {
  const history = new HistoryFile(newFile())
  await history.record(runOf('a', 1))
  await history.record(runOf('a', 1, { verdict: 'inconclusive' }))
  expect(await history.runs(series, 10)).toMatchObject([{ runId: 'a', verdict: 'inconclusive' }])
})

test('leaves out what it cannot read', async () => {
  const file = newFile()
  const history = new HistoryFile(file)
  await history.record(runOf('a', 1))
  await history.record(runOf('b', 2))
  execute(file, `UPDATE runs SET verdict = 'wonderful' WHERE run_id = 'a'`, `UPDATE runs SET outcomes = '[{}, 1' `)
  expect(await history.runs(series, 10)).toEqual([runOf('b', 2, { outcomes: [] })])
})

test('loses nothing when several record at once', async () => {
  const file = newFile()
  const ids = Array.from({ length: 20 }, (_, index) => `run-${index}`)
  await Promise.all(ids.map((id) => new HistoryFile(file).record(runOf(id, 1))))
  expect(await new HistoryFile(file).series()).toMatchObject([{ runs: 20 }])
})

test('waits while another process writes, up to the timeout', async () => {
  const file = newFile()
  await new HistoryFile(file).create()
  const other = new Sqlite(file)
  other.exec('BEGIN EXCLUSIVE')
  const locked = { name: 'HistoryFileError', exitCode: 3, message: `${file}: is locked by another process` }
  await expect(new HistoryFile(file, { timeoutMs: 1 }).record(runOf('a', 1))).rejects.toMatchObject(locked)
  await expect(new HistoryFile(file, { timeoutMs: 1 }).series()).rejects.toMatchObject(locked)
  const recorded = new HistoryFile(file).record(runOf('b', 1))
  other.exec('COMMIT')
  await recorded
  expect(await new HistoryFile(file).series()).toMatchObject([{ runs: 1 }])
  other.close()
})

const notHistory = /^\S+: is an SQLite database, but not a history of runs$/
test.for<[string, (file: string) => void, RegExp]>([
  ['a text file', (file) => writeFileSync(file, 'not a database '.repeat(100)), /^\S+: is not an SQLite database$/],
  ['the database of another program', (file) => execute(file, 'CREATE TABLE other (a)'), notHistory],
  ['a database of another kind', (file) => execute(file, `PRAGMA application_id = ${0x54_43_45_6d}`), notHistory],
  [
    'a later version',
    (file) =>
      execute(file, `PRAGMA application_id = ${0x54_43_48_69}`, 'CREATE TABLE runs (a)', 'PRAGMA user_version = 9'),
    /^\S+: has history format 9; this version supports format 1 only$/,
  ],
  ['a folder', (file) => mkdirSync(file), /^\S+: cannot be written \(EISDIR\)$/],
])('rejects %s', async ([, create, message]) => {
  const file = newFile()
  create(file)
  await expect(new HistoryFile(file).create()).rejects.toMatchObject({
    name: 'HistoryFileError',
    exitCode: 2,
    message: expect.stringMatching(message),
  })
})

test('does not create a file to read it', async () => {
  const file = newFile()
  await expect(new HistoryFile(file).series()).rejects.toThrow(`${file}: no such file`)
  writeFileSync(file, '')
  await expect(new HistoryFile(file).series()).rejects.toThrow(`${file}: is empty, but not a history of runs`)
})
