import { describe, expect, test } from 'vitest'
import type { Level } from '#model'
import type { Outcome, Report, RequirementResult } from './report.ts'
import { exitCode, verdictOf } from './verdict.ts'

type Told = readonly [level: Level, outcome: Outcome, off?: 'off']

const results = (told: readonly Told[]): readonly RequirementResult[] =>
  told.map(([level, outcome, off]) => ({
    id: 'actions.one-key',
    group: 'actions',
    level,
    basis: 'documented',
    text: { en: '', ko: '' },
    outcome,
    ...(off && { off: true }),
    operations: [],
    findings: [],
  }))

const reportOf = (told: readonly Told[], errors: readonly string[] = []): Report => ({
  schemaVersion: 2,
  verdict: verdictOf(results(told)),
  target: { url: '', profile: 'toast', versions: [] },
  tool: { version: '', contract: '', register: '' },
  runId: 'r',
  startedAt: '',
  durationMs: 0,
  totals: { pass: 0, fail: 0, skipped: 0, unobserved: 0, inconclusive: 0, error: 0, unstable: 0 },
  requirements: results(told),
  coverage: {
    operations: {},
    statuses: {},
    properties: { seen: 0, documented: 0, unseen: [] },
    queryParameters: {},
    states: [],
    undocumentedProperties: [],
  },
  transitions: [],
  resources: { created: {}, peakServers: 0, serverSeconds: 0, leaked: [] },
  requests: 0,
  exchanges: [],
  errors,
})

describe('verdict', () => {
  test.for<[string, readonly Told[]]>([
    ['conformant', [['must', 'pass']]],
    [
      'conformant',
      [
        ['must', 'pass'],
        ['should', 'fail'],
        ['should', 'error'],
        ['may', 'unobserved'],
      ],
    ],
    [
      'conformant',
      [
        ['must', 'pass'],
        ['must', 'skipped', 'off'],
        ['must', 'fail', 'off'],
      ],
    ],
    [
      'partial',
      [
        ['must', 'pass'],
        ['must', 'skipped'],
      ],
    ],
    [
      'partial',
      [
        ['must', 'pass'],
        ['must', 'unobserved'],
      ],
    ],
    [
      'inconclusive',
      [
        ['must', 'pass'],
        ['must', 'skipped'],
        ['must', 'inconclusive'],
      ],
    ],
    [
      'inconclusive',
      [
        ['must', 'pass'],
        ['must', 'error'],
      ],
    ],
    [
      'inconclusive',
      [
        ['must', 'pass'],
        ['must', 'unstable'],
      ],
    ],
    [
      'inconclusive',
      [
        ['must', 'unobserved'],
        ['must', 'pass', 'off'],
      ],
    ],
    ['inconclusive', []],
    [
      'nonconformant',
      [
        ['must', 'error'],
        ['must', 'inconclusive'],
        ['must', 'fail'],
        ['must', 'pass'],
      ],
    ],
  ])('%s: %j', ([expected, told]) => {
    expect(verdictOf(results(told))).toBe(expected)
  })
})

describe('exit code', () => {
  const usual = { failOn: 'must', strict: false } as const
  const pass: Told = ['must', 'pass']

  test.for<[number, readonly Told[], (readonly string[])?]>([
    [0, [pass]],
    [0, [pass, ['should', 'fail']]],
    [0, [pass, ['must', 'unobserved']]],
    [1, [pass, ['must', 'fail']]],
    [3, [pass, ['must', 'inconclusive']]],
    [3, []],
    [3, [pass, ['should', 'error']]],
    [3, [pass], ['The worker ended.']],
    [
      1,
      [
        ['must', 'fail'],
        ['must', 'error'],
      ],
      ['The worker ended.'],
    ],
  ])('%i: %j %j', ([expected, told, errors]) => {
    expect(exitCode(reportOf(told, errors), usual)).toBe(expected)
  })

  test('--fail-on should counts broken recommendations, not those that are off', () => {
    const rules = { ...usual, failOn: 'should' } as const
    expect(exitCode(reportOf([pass, ['should', 'fail']]), rules)).toBe(1)
    expect(exitCode(reportOf([pass, ['should', 'fail', 'off']]), rules)).toBe(0)
    expect(exitCode(reportOf([pass, ['may', 'fail']]), rules)).toBe(0)
  })

  test('what was left behind is no success, and outweighs no failure', () => {
    const leaking = (told: readonly Told[]): Report => {
      const report = reportOf(told)
      return { ...report, resources: { ...report.resources, leaked: [{ kind: 'server', id: 's', remove: 'rm' }] } }
    }
    expect(exitCode(leaking([pass]), usual)).toBe(3)
    expect(exitCode(leaking([['must', 'fail']]), usual)).toBe(1)
  })

  test('a failure that was accepted does not count, whatever its level', () => {
    const accepted = (level: Level): Report => {
      const requirements = results([pass, [level, 'fail']]).map((one) =>
        one.outcome === 'fail' ? { ...one, known: 'k' } : one,
      )
      return { ...reportOf([pass]), requirements, verdict: verdictOf(requirements) }
    }
    for (const level of ['must', 'should'] as const)
      expect(exitCode(accepted(level), { failOn: 'should', strict: true })).toBe(0)
  })

  test('--strict does not take partial for a success', () => {
    expect(exitCode(reportOf([pass, ['must', 'skipped']]), { ...usual, strict: true })).toBe(3)
    expect(exitCode(reportOf([pass]), { ...usual, strict: true })).toBe(0)
  })
})
