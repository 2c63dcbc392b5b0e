/** Runs are recorded beside their reports, and `history` shows them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HistoryFile } from '#engine/history'
import { makeReport, makeResult, oneKey } from '../results/report.fixture.ts'
import type { Outcome, Report } from '../results/report.ts'
import { writeOutcome } from './actions/run-outcome.ts'
import { main } from './main.ts'

const folder = mkdtempSync(join(tmpdir(), 'history-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const newFile = () => join(folder, `history-${++files}.db`)

let output = ''
beforeEach(() => {
  output = ''
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      output += String(text)
      return true
    })
})
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = 0
})

const reportFile = join(folder, 'report.json')
const reportOf = (runId: string, outcome: Outcome, changed: Partial<Report> = {}): Report =>
  makeReport(runId, [makeResult(oneKey, outcome)], { startedAt: `2026-01-0${runId}T00:00:00.000Z`, ...changed })

/** Writes the outcome of a run, and returns the exit code and the errors. */
async function write(report: Report, history: string, interruptedCode?: number) {
  const errors: string[] = []
  const code = await writeOutcome(
    report,
    { report: [{ format: 'json', path: reportFile }], out: folder, failOn: 'must', lang: 'en', github: false, history },
    { exitCode: () => interruptedCode },
    (line) => errors.push(line),
  )
  return { code, errors }
}

const recordedIds = async (file: string) => {
  const history = new HistoryFile(file)
  const all = await history.series()
  return (await Promise.all(all.map((series) => history.runs(series, 10)))).flat().map(({ runId }) => runId)
}

async function run(...args: readonly string[]): Promise<string> {
  output = ''
  await main(['node', 'compute-conformance', ...args])
  return output
}

test('history shows what regressed and what was fixed in recorded runs', async () => {
  const file = newFile()
  expect((await write(reportOf('1', 'pass'), file)).code).toBe(0)
  expect((await write(reportOf('2', 'fail'), file)).code).toBe(1)
  expect(await run('history', file)).toMatch(/✗ actions\.one-key \(must\): since run 2 .*, regressed/)
  await write(reportOf('3', 'pass'), file)
  expect(await run('history', file)).toContain('No requirement fails.')
  expect(await run('history', file, '--last', '1')).toMatch(/Regressed and fixed in the last 1 run \(1\)\n.*✓ fixed/)
  expect(JSON.parse(await run('history', file, '--format', 'json'))).toMatchObject({ runs: 3, failing: [] })
  expect(process.exitCode).toBe(0)
})

test('history shows the target of the latest run, or the one that options name', async () => {
  const file = newFile()
  const target = { url: 'https://compute.example/v2/t', profile: 'nhn', edition: '2026-05' as const, versions: [] }
  await write(reportOf('2', 'pass', { target }), file)
  await write(reportOf('1', 'pass'), file)
  expect(await run('history', file)).toMatch(/^https:\/\/compute\.example\/v2\/t · nhn · 2026-05 · 1 run\n/)
  expect(await run('history', file, '--profile', 'toast')).toMatch(/^http:\/\/127\.0\.0\.1:1 · toast/)
  expect(await run('history', file, '--target', '127.0.0.1')).toMatch(/^http:\/\/127\.0\.0\.1:1 · toast/)
  expect(await run('history', file, '--target', 'other')).toMatch(/has no run that .* describe; it has https:.*, http:/)
  expect(process.exitCode).toBe(2)
})

test('a run that cannot be recorded is still reported, and exits with 3 after one line', async () => {
  const file = newFile()
  writeFileSync(file, 'not a database '.repeat(100))
  const { code, errors } = await write(reportOf('1', 'pass'), file)
  expect(code).toBe(3)
  expect(errors).toEqual([`The run could not be recorded in the history: ${file}: is not an SQLite database`])
  expect(JSON.parse(readFileSync(reportFile, 'utf8'))).toMatchObject({ runId: '1' })
  expect((await write(reportOf('1', 'fail'), file)).code).toBe(1)
})

test('an interrupted run is not recorded', async () => {
  const file = newFile()
  await new HistoryFile(file).create()
  expect(await write(reportOf('1', 'inconclusive'), file, 130)).toEqual({ code: 130, errors: [] })
  expect(await recordedIds(file)).toEqual([])
  expect(await run('history', file)).toMatch(/contains no runs/)
})

test('merge records the run of all shards', async () => {
  const file = newFile()
  await write(reportOf('7', 'pass'), newFile())
  await run('merge', reportFile, '--history', file, '--report', `json=${join(folder, 'merged.json')}`)
  expect(await recordedIds(file)).toHaveLength(1)
})
