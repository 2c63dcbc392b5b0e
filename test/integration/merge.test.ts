/** `run --shard` and `merge`: the shards of a run add up to a whole run. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import type { Report } from '#results'
import { execCli } from '../fixtures/exec-cli.ts'
import { writeFile } from '../fixtures/files.ts'
import { createReportFolder } from './report-folder.ts'

const { path, readReport } = createReportFolder()
const outcomesOf = ({ requirements }: Report) => requirements.map(({ id, outcome }) => [id, outcome])

// With the normal timeouts, a busy machine does not change any outcome.
const run = (out: string, ...args: readonly string[]) =>
  execCli('run', '--embedded', '--timeout-scale', '1', '--out', path(out), '--report', 'json', ...args)

beforeAll(async () => {
  const whole = await run('whole')
  const [one, two] = await Promise.all([run('one', '--shard', '1/2'), run('two', '--shard', '2/2')])
  expect([whole.code, one.code, two.code]).toEqual([0, 0, 0])
})

test('each shard passes a part of the requirements', () => {
  const whole = readReport('whole')
  for (const shard of [readReport('one'), readReport('two')]) expect(shard.totals.pass).toBeLessThan(whole.totals.pass)
  expect(readdirSync(path('one'))).toEqual(['report.json'])
})

test('the merged shards have the outcomes and the coverage of a whole run', async () => {
  const reports = ['--report', 'json', '--report', 'console']
  const shards = [path('one/report.json'), path('two/report.json')]
  const { code, stdout } = await execCli('merge', ...shards, '--out', path('merged'), ...reports)
  expect(code).toBe(0)
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^CONFORMANT /)
  const [whole, merged] = [readReport('whole'), readReport('merged')]
  expect(outcomesOf(merged)).toEqual(outcomesOf(whole))
  expect(merged).toMatchObject({ verdict: whole.verdict, totals: whole.totals })
  expect(merged.coverage.properties).toEqual(whole.coverage.properties)
  expect(merged.resources.leaked).toEqual([])
})

test('merge does not overwrite its input', async () => {
  const before = readFileSync(path('one/report.json'), 'utf8')
  const shards = [path('one/report.json'), path('two/report.json')]
  const { code, stderr } = await execCli('merge', ...shards, '--out', path('one'))
  expect(code).toBe(2)
  expect(stderr).toContain('would be overwritten by the new report')
  expect(readFileSync(path('one/report.json'), 'utf8')).toBe(before)
})

test('merge rejects a report that is given twice, and reports of different targets', async () => {
  const one = path('one/report.json')
  const twice = await execCli('merge', one, one, '--out', path('none'))
  expect(twice).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^compute-conformance: Two of the reports contain run \w+\.\n$/),
  })
  const otherTarget = writeFile(path(), 'other-target.json', {
    ...readReport('two'),
    target: { url: 'http://h', profile: 'toast', versions: [] },
  })
  const mixed = await execCli('merge', one, otherTarget, '--out', path('none'))
  expect(mixed).toMatchObject({ code: 2, stderr: expect.stringContaining('different targets') })
  expect(existsSync(path('none'))).toBe(false)
})
