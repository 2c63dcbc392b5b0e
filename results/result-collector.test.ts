import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createVitest } from 'vitest/node'
import { ResultCollector } from './result-collector.ts'
import type { TestResult } from './test-result.ts'

/** Run by a real Vitest, so that a change of its reporter interface is noticed. */
const suite = `
class NonconformanceError extends Error { name = 'NonconformanceError'; requirement = 'actions.one-key' }
const verifies = (...requirements) => ({ meta: { requirements } })
const evidence = (task) => (task.meta.evidence = { assertions: [], observed: [], exchanges: [], steps: [], transitions: [], undocumentedProperties: [], properties: [] })
describe('actions', () => {
  test('passes', verifies('actions.one-key'), ({ task }) => { evidence(task).observed.push('actions.one-key') })
  test('fails', verifies('actions.one-key'), ({ task }) => { evidence(task).steps.push('stop'); throw new NonconformanceError('wrong status') })
  test('is skipped', verifies('actions.one-key'), ({ skip }) => skip('no volume'))
  test('times out', { timeout: 50 }, ({ task }) => { evidence(task).steps.push('wait'); return new Promise(() => {}) })
})
describe('failing hook', () => {
  beforeAll(() => { throw new TypeError('no server') })
  test('does not start', () => {})
})
setTimeout(() => { throw new RangeError('unhandled') })
`

describe('ResultCollector', () => {
  let testResults: readonly TestResult[] = []
  let errors: readonly string[] = []
  const titles: string[] = []
  const folder = mkdtempSync(join(tmpdir(), 'collector-'))

  beforeAll(async () => {
    writeFileSync(join(folder, 'a.suite.mjs'), suite)
    writeFileSync(join(folder, 'b.suite.mjs'), 'throw new Error("cannot load")')
    const collector = new ResultCollector(({ title }) => {
      titles.push(title)
      if (title === 'is skipped') throw new Error('no terminal')
    })
    const exitCodeBefore = process.exitCode
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
    process.exitCode = exitCodeBefore
    testResults = collector.testResults
    errors = collector.errors
  }, 30_000)

  afterAll(() => rmSync(folder, { recursive: true }))

  const resultOf = (title: string) => testResults.find((result) => result.title === title)

  test('identifies tests by module and full name, and sorts them', () => {
    expect(testResults.map(({ id }) => id)).toEqual([
      'a.suite.mjs > actions > fails',
      'a.suite.mjs > actions > is skipped',
      'a.suite.mjs > actions > passes',
      'a.suite.mjs > actions > times out',
      'a.suite.mjs > failing hook > does not start',
    ])
  })

  test('collects requirements and evidence', () => {
    expect(resultOf('passes')).toMatchObject({
      state: 'passed',
      requirements: ['actions.one-key'],
      evidence: { observed: ['actions.one-key'] },
      errors: [],
    })
  })

  test('collects the name, message and requirement of an error', () => {
    const errors = [{ name: 'NonconformanceError', message: 'wrong status', requirement: 'actions.one-key' }]
    expect(resultOf('fails')).toMatchObject({ state: 'failed', errors, evidence: { steps: ['stop'] } })
  })

  test('collects the note of a skipped test', () => {
    expect(resultOf('is skipped')).toMatchObject({ state: 'skipped', note: 'no volume', errors: [] })
  })

  test('collects the evidence of a test that timed out', () => {
    expect(resultOf('times out')).toMatchObject({ state: 'failed', evidence: { steps: ['wait'] } })
    expect(resultOf('times out')?.errors[0]?.message).toContain('timed out')
  })

  test('collects errors of hooks, modules and asynchronous code', () => {
    expect(errors).toContainEqual(expect.stringContaining('failing hook: TypeError: no server'))
    expect(errors).toContainEqual('b.suite.mjs: Error: cannot load')
    expect(errors).toContainEqual('outside any test: RangeError: unhandled')
  })

  test('calls the listener with every test and records the error that it throws', () => {
    expect(titles.sort()).toEqual(['does not start', 'fails', 'is skipped', 'passes', 'times out'])
    expect(errors).toContainEqual('progress: Error: no terminal')
  })
})
