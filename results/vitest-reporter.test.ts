import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createVitest } from 'vitest/node'
import type { TestResult } from './test-result.ts'
import { ResultCollector } from './vitest-reporter.ts'

/** A real run in a real Vitest: only that shows whether its reporter interface is read rightly. */
const story = `
class NonconformanceError extends Error { name = 'NonconformanceError'; requirement = 'actions.one-key' }
const verifies = (...requirements) => ({ meta: { requirements } })
const evidence = (task) => (task.meta.evidence = { assertions: [], observed: [], exchanges: [], steps: [], transitions: [], undocumentedProperties: [], properties: [] })
describe('actions', () => {
  test('passes', verifies('actions.one-key'), ({ task }) => { evidence(task).observed.push('actions.one-key') })
  test('breaks', verifies('actions.one-key'), ({ task }) => { evidence(task).steps.push('stop'); throw new NonconformanceError('it did') })
  test('skips', verifies('actions.one-key'), ({ skip }) => skip('no volume'))
  test('hangs', { timeout: 50 }, ({ task }) => { evidence(task).steps.push('wait'); return new Promise(() => {}) })
})
describe('spoilt', () => {
  beforeAll(() => { throw new TypeError('no arrangement') })
  test('never starts', () => {})
})
setTimeout(() => { throw new RangeError('loose end') })
`

let cases: readonly TestResult[] = []
let errors: readonly string[] = []
const heard: string[] = []
const folder = mkdtempSync(join(tmpdir(), 'collector-'))

beforeAll(async () => {
  writeFileSync(join(folder, 'a.suite.mjs'), story)
  writeFileSync(join(folder, 'b.suite.mjs'), 'throw new Error("cannot load")')
  const collector = new ResultCollector(({ title }) => {
    heard.push(title)
    if (title === 'skips') throw new Error('no terminal')
  })
  const before = process.exitCode
  const vitest = await createVitest('test', {
    root: folder,
    config: false,
    watch: false,
    globals: true,
    include: ['*.suite.mjs'],
    reporters: [collector],
  })
  await vitest.start()
  await vitest.close()
  process.exitCode = before
  cases = collector.testResults
  errors = collector.errors
}, 30_000)

afterAll(() => rmSync(folder, { recursive: true }))

const named = (title: string) => cases.find((each) => each.title === title)

test('cases are known by module and full name, in a fixed order', () => {
  expect(cases.map(({ id }) => id)).toEqual([
    'a.suite.mjs > actions > breaks',
    'a.suite.mjs > actions > hangs',
    'a.suite.mjs > actions > passes',
    'a.suite.mjs > actions > skips',
    'a.suite.mjs > spoilt > never starts',
  ])
})

test('requirements and evidence come along', () => {
  expect(named('passes')).toMatchObject({
    state: 'passed',
    requirements: ['actions.one-key'],
    evidence: { observed: ['actions.one-key'] },
    errors: [],
  })
})

test('errors keep their name, their message and the requirement', () => {
  const errors = [{ name: 'NonconformanceError', message: 'it did', requirement: 'actions.one-key' }]
  expect(named('breaks')).toMatchObject({ state: 'failed', errors, evidence: { steps: ['stop'] } })
})

test('a skip keeps its note', () => {
  expect(named('skips')).toMatchObject({ state: 'skipped', note: 'no volume', errors: [] })
})

test('a timeout loses no evidence', () => {
  expect(named('hangs')).toMatchObject({ state: 'failed', evidence: { steps: ['wait'] } })
  expect(named('hangs')?.errors[0]?.message).toContain('timed out')
})

test('errors outside tests are errors', () => {
  expect(errors).toContainEqual(expect.stringContaining('spoilt: TypeError: no arrangement'))
  expect(errors).toContainEqual('b.suite.mjs: Error: cannot load')
  expect(errors).toContainEqual('outside any test: RangeError: loose end')
})

test('every case is heard, and a deaf listener spoils nothing', () => {
  expect(heard.sort()).toEqual(['breaks', 'hangs', 'never starts', 'passes', 'skips'])
  expect(errors).toContainEqual('progress: Error: no terminal')
})
