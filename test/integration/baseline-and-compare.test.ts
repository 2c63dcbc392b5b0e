/** `run --baseline`, `run --waivers` and `compare` for a target that violates one requirement. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningEmulator, startEmulator } from '#emulator'
import { execCli } from '../fixtures/exec-cli.ts'
import { writeFile } from '../fixtures/files.ts'
import { keyRing } from '../fixtures/key-ring.ts'
import { createReportFolder } from './report-folder.ts'

const { path, readReport } = createReportFolder()
const baseline = path('first', 'report.json')
let emulator: RunningEmulator
let config: string

const runWith = (configFile: string, out: string, ...args: readonly string[]) =>
  execCli(
    ...['run', '--config', configFile, '--only', 'flavors.*', '--out', path(out)],
    ...['--report', 'json', '--report', 'console', ...args],
  )
const run = (out: string, ...args: readonly string[]) => runWith(config, out, ...args)
/** Undoes the line wrapping of the console report. */
const unwrapped = (text: string): string => text.replace(/\s+/g, ' ')

beforeAll(async () => {
  emulator = await startEmulator({ keyRing, faults: ['flavors-min-ram-ignored'] })
  config = writeFile(path(), 'config.json', emulator.config)
  expect((await run('first')).code).toBe(1)
})
afterAll(() => emulator.close())

describe('--baseline', () => {
  test('accepts a failure that the baseline contains too', async () => {
    const { code, stdout } = await run('second', '--baseline', baseline)
    expect(stdout).toMatch(/also failed in run \w+ of 20\d\d-\d\d-\d\d/)
    expect(code).toBe(0)
    expect(readReport('second').totals.fail).toBe(1)
  })

  test('rejects an output folder in which the report would overwrite the baseline', async () => {
    const before = readReport('first')
    const { code, stderr } = await run('first', '--baseline', baseline)
    expect(code).toBe(2)
    expect(stderr).toMatch(/first\/report\.json: would be overwritten by the new report\n.*Give another --out/)
    expect(readReport('first')).toEqual(before)
  })

  test('rejects a baseline of another profile', async () => {
    const ofNova = writeFile(path(), 'nova.json', {
      ...readReport('first'),
      target: { url: 'http://h', profile: 'nova', versions: [] },
    })
    const { code, stderr } = await run('rejected', '--baseline', ofNova)
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'compute-conformance: The baseline has profile nova; this run has profile toast.\n',
    })
  })
})

describe('--waivers', () => {
  test.for([
    ['accepts a failure until its waiver expires', '2999-12-31', 0, 'until 2999-12-31'],
    ['ignores an expired waiver', '2020-12-31', 1, 'expired on 2020-12-31 and is ignored'],
  ] as const)('%s', async ([, expires, expectedCode, message]) => {
    const waiver = { requirement: 'flavors.list.min-*', reason: 'fixed in 4.2', expires, ticket: 'OPS-1' }
    const { code, stdout } = await run('waived', '--waivers', writeFile(path(), 'waivers.json', [waiver]))
    expect(code).toBe(expectedCode)
    expect(unwrapped(stdout)).toContain(message)
  })

  test('reports a waiver that is no longer needed', async () => {
    const waivers = '- { requirement: flavors.name, reason: r, expires: 2999-12-31 }'
    const { code, stdout } = await run('stale', '--waivers', writeFile(path(), 'stale.yaml', waivers))
    expect(code).toBe(1)
    expect(unwrapped(stdout)).toContain(
      'Waiver for flavors.name (r): no longer needed, every requirement it covers passes.',
    )
  })
})

test('compare prints what regressed and what was fixed, also in Korean Markdown and JSON', async () => {
  const correct = await startEmulator({ keyRing })
  try {
    await runWith(writeFile(path(), 'correct.json', correct.config), 'correct')
  } finally {
    await correct.close()
  }
  const [good, bad] = [path('correct/report.json'), path('first/report.json')]
  const worse = await execCli('compare', good, bad)
  expect(worse).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/Regressed \(1\)\n +✗ flavors\.list\.min-ram \(must\): passed → failed\n/),
  })
  const better = await execCli('compare', bad, good, '--format', 'markdown', '--lang', 'ko')
  expect(better).toMatchObject({ code: 0, stdout: expect.stringContaining('### 해결 (1)') })
  const matrix = await execCli('compare', good, bad, good, '--format', 'json')
  expect(matrix.code).toBe(0)
  expect(JSON.parse(matrix.stdout).rows).toEqual([
    { id: 'flavors.list.min-ram', level: 'must', states: ['pass', 'fail', 'pass'] },
  ])
})
