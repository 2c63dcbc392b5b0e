import { describe, expect, test } from 'vitest'
import { IncompatibleReportsError } from '../errors.ts'
import { makeExchange, makeFinding, makeReport, makeResult, oneKey, onlyShutoff } from '../report.fixture.ts'
import type { Outcome, Report } from '../report.ts'
import { mergeRepeats, mergeShards } from './merge-reports.ts'

const resourcesWith = (peakServers: number) => ({
  created: { servers: peakServers },
  peakServers,
  serverSeconds: 0.1 + peakServers,
  leaked: [{ kind: 'server', id: `s${peakServers}`, remove: 'rm' }],
})

describe('mergeShards', () => {
  const passed = [makeResult(oneKey, 'pass')]

  test('uses the longest duration and adds up requests, resources and peaks', () => {
    const shards = [
      makeReport('b', passed, { durationMs: 5, resources: resourcesWith(2), requests: 3, errors: ['t'] }),
      makeReport('a', passed, {
        startedAt: '2026-01-01T00:00:00.000Z',
        durationMs: 9,
        resources: { ...resourcesWith(3), created: { keypairs: 1, servers: 3 } },
        requests: 4,
        errors: ['t', 'u'],
        notes: ['n'],
      }),
    ]
    const merged = mergeShards(shards)
    expect(merged).toMatchObject({ runId: 'a+b', startedAt: '2026-01-01T00:00:00.000Z', durationMs: 9, requests: 7 })
    expect(merged.resources).toMatchObject({
      created: { servers: 5, keypairs: 1 },
      peakServers: 5,
      serverSeconds: 5.2,
    })
    expect(merged.resources.leaked.map(({ id }) => id)).toEqual(['s3', 's2'])
    expect(merged.errors).toEqual(['t', 'u'])
    expect(merged.notes).toEqual(['n'])
    expect(mergeShards([...shards].reverse())).toEqual(merged)
  })

  test('renumbers exchanges and the references of findings', () => {
    const failed = (message: string) => makeResult(oneKey, 'fail', { findings: [makeFinding(message, 1)] })
    const merged = mergeShards([
      makeReport('a', [failed('in a')], { exchanges: [makeExchange(1, 100), makeExchange(2, 300)] }),
      makeReport('b', [failed('in b')], { exchanges: [makeExchange(1, 200)] }),
    ])
    expect(merged.exchanges.map(({ index, startedAt }) => [index, startedAt])).toEqual([
      [1, 100],
      [2, 200],
      [3, 300],
    ])
    expect(merged.requirements[0]?.findings.map(({ message, exchange }) => [message, exchange])).toEqual([
      ['in a', 1],
      ['in b', 2],
    ])
  })

  const first = makeReport('a', passed)
  const firstAnd = (overrides: Partial<Report>) => [first, { ...first, runId: 'b', ...overrides }]

  test.for([
    [
      'another target',
      firstAnd({ target: { ...first.target, url: 'http://127.0.0.1:2' } }),
      /different targets: .*:1 and .*:2/,
    ],
    [
      'another profile',
      firstAnd({ target: { ...first.target, profile: 'nova' } }),
      /different profiles: toast and nova/,
    ],
    ['another contract', firstAnd({ tool: { ...first.tool, contract: 'c' } }), /different contracts/],
    ['another register', firstAnd({ tool: { ...first.tool, register: 'c' } }), /different registers/],
    ['another version', firstAnd({ tool: { ...first.tool, version: '9' } }), /different suite versions: 0.1.0 and 9/],
    [
      'another level',
      firstAnd({ requirements: [makeResult(oneKey, 'pass', { level: 'may' })] }),
      /different levels for actions.one-key: must and may/,
    ],
    ['the same run', [first, { ...first, durationMs: 7 }], /contain run a/],
    ['a merged report that contains the run', firstAnd({ runId: 'b+a' }), /contain run a/],
  ] as const)('rejects a report of %s', ([, reports, message]) => {
    expect(() => mergeShards(reports)).toThrow(IncompatibleReportsError)
    expect(() => mergeShards(reports)).toThrow(message)
  })

  test('rejects an empty list', () => {
    expect(() => mergeShards([])).toThrow(/no reports/)
  })

  test('accepts reports of embedded emulators on different ports', () => {
    const embedded = (runId: string, port: number) =>
      makeReport(runId, [makeResult(onlyShutoff, 'pass')], {
        target: { ...first.target, url: `http://127.0.0.1:${port}`, embedded: true },
      })
    expect(mergeShards([embedded('a', 1), embedded('b', 2)]).verdict).toBe('conformant')
    expect(() => mergeShards([embedded('a', 1), makeReport('b', [])])).toThrow(/different targets/)
  })
})

describe('mergeRepeats', () => {
  const repeats = (...repeated: readonly Outcome[]) =>
    repeated.map((outcome, index) =>
      makeReport(`r${index}`, [makeResult(oneKey, outcome)], { startedAt: `2026-01-0${index + 1}T00:00:00.000Z` }),
    )

  test.for<[Outcome, readonly Outcome[], string?]>([
    ['pass', ['pass', 'pass']],
    ['fail', ['fail', 'fail']],
    ['unstable', ['pass', 'fail'], 'failed in 1 of 2 repeats, passed in 1'],
    ['unstable', ['fail', 'pass', 'fail'], 'failed in 2 of 3 repeats, passed in 1'],
    ['unstable', ['fail', 'inconclusive', 'pass'], 'failed in 1 of 3 repeats, passed in 1'],
    ['fail', ['inconclusive', 'fail']],
    ['inconclusive', ['pass', 'inconclusive']],
    ['error', ['pass', 'error']],
    ['pass', ['unobserved', 'pass']],
  ])('gives %s for %j', ([outcome, repeated, reason]) => {
    const [result] = mergeRepeats(repeats(...repeated)).requirements
    expect(result?.outcome).toBe(outcome)
    expect(result?.reason).toBe(reason)
    expect(result?.findings).toHaveLength(repeated.includes('fail') ? 1 : 0)
  })

  test('computes verdict and totals with unstable requirements', () => {
    const merged = mergeRepeats(repeats('pass', 'fail'))
    expect(merged.verdict).toBe('inconclusive')
    expect(merged.totals).toMatchObject({ unstable: 1, fail: 0, pass: 0 })
  })

  test('drops the exemption of an unstable requirement', () => {
    const waived = { reason: 'r', expires: '2026-01-01' }
    const [result] = mergeRepeats([
      makeReport('a', [makeResult(oneKey, 'fail', { known: 'also failed in run z', waived })]),
      makeReport('b', [makeResult(oneKey, 'pass')]),
    ]).requirements
    expect(result).not.toHaveProperty('known')
    expect(result).not.toHaveProperty('waived')
  })

  test('adds up durations and resources, and uses the highest peak', () => {
    const merged = mergeRepeats([
      makeReport('a', [], {
        durationMs: 5,
        resources: resourcesWith(2),
        requests: 2,
        exchanges: [makeExchange(1, 10), makeExchange(2, 20)],
      }),
      makeReport('b', [], {
        durationMs: 7,
        resources: resourcesWith(4),
        requests: 1,
        exchanges: [makeExchange(1, 30)],
      }),
    ])
    expect(merged).toMatchObject({ runId: 'a+b', durationMs: 12, requests: 3 })
    expect(merged.resources).toMatchObject({ created: { servers: 6 }, peakServers: 4, serverSeconds: 6.2 })
    expect(merged.exchanges.map(({ index }) => index)).toEqual([1, 2, 3])
  })

  test('keeps equal findings of several repeats once', () => {
    const failed = (runId: string, startedAt: number) =>
      makeReport(runId, [makeResult(oneKey, 'fail', { findings: [makeFinding('It was accepted.', 1)] })], {
        exchanges: [makeExchange(1, startedAt)],
      })
    const [result] = mergeRepeats([failed('b', 20), failed('a', 10)]).requirements
    expect(result?.findings).toEqual([makeFinding('It was accepted.', 1)])
  })

  test('returns a single report unchanged and rejects an empty list', () => {
    const [only] = repeats('pass')
    expect(mergeRepeats(repeats('pass'))).toEqual(only)
    expect(() => mergeRepeats([])).toThrow(IncompatibleReportsError)
  })
})
