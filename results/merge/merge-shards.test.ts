import { describe, expect, test } from 'vitest'
import { profiles, requirements } from '#contract'
import type { Exchange } from '#model'

import { assembleReport, type RunRecord } from '../assemble-report.ts'
import { IncompatibleReportsError } from '../errors.ts'
import { exchange, finding, report, result, start, stop } from '../report.fixture.ts'
import type { TestResult } from '../test-result.ts'
import { emptyEvidence } from '../test-result.ts'
import { mergeShards } from './merge-shards.ts'

const yardstick = {
  requirements: requirements.slice(0, 12).map((requirement) => ({ ...requirement, needs: [] })),
  profiles,
  coverable: { operations: ['actOnServer', 'showServer'], properties: ['showServer body/a', 'showServer body/b'] },
  hashes: { contract: 'a'.repeat(64), register: 'b'.repeat(64) },
}
const idAt = (at: number) => {
  const one = yardstick.requirements[at]
  if (!one) throw new RangeError(`there is no requirement ${at}`)
  return one.id
}
const idsOf = (...places: readonly number[]) => places.map(idAt)

const call = (index: number, status: number, operation: 'actOnServer' | 'showServer'): Exchange => ({
  ...exchange(index, index * 10, 5),
  url: `http://127.0.0.1:1/v2/t?q${index % 2}=1`,
  operation,
  status,
})

/** Tests of every kind: judged, found wanting, unclear, ours to blame, skipped with a word, and observing for others. */
const cases: readonly TestResult[] = [
  {
    id: 'a',
    title: 'a',
    state: 'failed',
    requirements: idsOf(0, 1),
    errors: [{ name: 'NonconformanceError', message: 'm', requirement: idAt(0) }],
    evidence: {
      ...emptyEvidence(),
      assertions: [{ requirement: idAt(0), by: 'suite', finding: finding('It is not so.', 2) }],
      observed: idsOf(4),
      exchanges: [call(1, 200, 'showServer'), call(2, 202, 'actOnServer')],
      properties: ['showServer body/a'],
      transitions: [{ server: 's', from: 'BUILD', to: 'ACTIVE', after: 'create', ms: 5, taskState: null }],
    },
  },
  {
    id: 'b',
    title: 'b',
    state: 'failed',
    requirements: idsOf(2, 3),
    errors: [{ name: 'InconclusiveError', message: 'No server to test with.' }],
    evidence: {
      ...emptyEvidence(),
      assertions: [
        { requirement: idAt(3), by: 'contract', variant: 'one reading' },
        { requirement: idAt(5), by: 'contract', finding: finding('Not this.', 3) },
      ],
      exchanges: [call(3, 500, 'showServer')],
      undocumentedProperties: ['showServer body/x'],
    },
  },
  {
    id: 'c',
    title: 'c',
    state: 'passed',
    requirements: idsOf(1, 3, 6),
    errors: [],
    evidence: {
      ...emptyEvidence(),
      assertions: [
        { requirement: idAt(1), by: 'suite' },
        { requirement: idAt(3), by: 'suite', variant: 'another reading' },
        { requirement: idAt(5), by: 'contract', finding: finding('Not that.', 4) },
      ],
      exchanges: [call(4, 202, 'actOnServer')],
    },
  },
  {
    id: 'd',
    title: 'd',
    state: 'skipped',
    note: 'not here',
    requirements: idsOf(7),
    errors: [],
    evidence: emptyEvidence(),
  },
  {
    id: 'e',
    title: 'e',
    state: 'passed',
    requirements: idsOf(8),
    errors: [],
    evidence: { ...emptyEvidence(), observed: idsOf(8, 9) },
  },
]

/** Each shard counts its exchanges from 1. */
function recordOf(runId: string, some: readonly TestResult[]): RunRecord {
  const places = new Map(some.flatMap(({ evidence }) => evidence.exchanges).map(({ index }, at) => [index, at + 1]))
  const placed = (index: number | undefined) => (index === undefined ? {} : { exchange: places.get(index) ?? -1 })
  return {
    settings: {
      runId,
      url: 'http://127.0.0.1:1',
      profile: 'toast',
      capabilities: [],
      missing: {},
      selection: { only: [], skip: [idAt(10)], off: {} },
      readOnly: false,
    },
    versions: ['v2.0'],
    tool: '0.1.0',
    startedAt: new Date(0),
    durationMs: 100,
    journal: [],
    errors: [],
    cases: some.map((one) => ({
      ...one,
      evidence: {
        ...one.evidence,
        exchanges: one.evidence.exchanges.map((each) => ({ ...each, index: places.get(each.index) ?? -1 })),
        assertions: one.evidence.assertions.map(({ finding: found, ...judgement }) => ({
          ...judgement,
          ...(found && { finding: { ...found, ...placed(found.exchange) } }),
        })),
      },
    })),
  }
}

const reportOf = (runId: string, some: readonly TestResult[]) => assembleReport(recordOf(runId, some), yardstick)

describe('two shards', () => {
  const direct = reportOf('r', cases)

  test.for([0b00001, 0b00010, 0b00101, 0b01010, 0b10110, 0b11100, 0b01111])(
    'split %i say together what one run says',
    (mask) => {
      const isFirst = (_: unknown, at: number) => (mask & (1 << at)) !== 0
      const merged = mergeShards([
        reportOf('r1', cases.filter(isFirst)),
        reportOf(
          'r2',
          cases.filter((one, at) => !isFirst(one, at)),
        ),
      ])
      expect(merged).toEqual({ ...direct, runId: 'r1+r2' })
    },
  )

  test('the split run has something of everything', () => {
    const { totals } = direct
    expect(Object.entries(totals).filter(([, count]) => count === 0)).toEqual([['unstable', 0]])
  })
})

test('shards run side by side: the longest gives the duration, servers add up', () => {
  const resources = (peakServers: number) => ({
    created: { servers: peakServers },
    peakServers,
    serverSeconds: 0.1 + peakServers,
    leaked: [{ kind: 'server', id: `s${peakServers}`, remove: 'rm' }],
  })
  const shards = [
    report('b', [result(start, 'pass')], { durationMs: 5, resources: resources(2), requests: 3, errors: ['t'] }),
    report('a', [result(start, 'pass')], {
      startedAt: '2026-01-01T00:00:00.000Z',
      durationMs: 9,
      resources: { ...resources(3), created: { keypairs: 1, servers: 3 } },
      requests: 4,
      errors: ['t', 'u'],
      notes: ['n'],
    }),
  ]
  const merged = mergeShards(shards)
  expect(merged).toMatchObject({ runId: 'a+b', startedAt: '2026-01-01T00:00:00.000Z', durationMs: 9, requests: 7 })
  expect(merged.resources).toMatchObject({ created: { servers: 5, keypairs: 1 }, peakServers: 5, serverSeconds: 5.2 })
  expect(merged.resources.leaked.map(({ id }) => id)).toEqual(['s3', 's2'])
  expect(merged.errors).toEqual(['t', 'u'])
  expect(merged.notes).toEqual(['n'])
  expect(mergeShards([...shards].reverse())).toEqual(merged)
})

test('findings point at their exchanges by the new numbers', () => {
  const found = (message: string) => result(start, 'fail', { findings: [finding(message, 1)] })
  const merged = mergeShards([
    report('a', [found('in a')], { exchanges: [exchange(1, 100), exchange(2, 300)] }),
    report('b', [found('in b')], { exchanges: [exchange(1, 200)] }),
  ])
  expect(merged.exchanges.map(({ index, startedAt }) => [index, startedAt])).toEqual([
    [1, 100],
    [2, 200],
    [3, 300],
  ])
  expect(merged.requirements[0]?.findings.map(({ message, exchange: at }) => [message, at])).toEqual([
    ['in a', 1],
    ['in b', 2],
  ])
})

describe('reports are refused', () => {
  const one = report('a', [result(start, 'pass')])
  const other = (more: Partial<typeof one>) => [one, { ...one, runId: 'b', ...more }]

  test.for([
    [
      'of another target',
      other({ target: { ...one.target, url: 'http://127.0.0.1:2' } }),
      /different targets: .*:1 and .*:2/,
    ],
    ['of another profile', other({ target: { ...one.target, profile: 'nova' } }), /different profiles: toast and nova/],
    ['of another contract', other({ tool: { ...one.tool, contract: 'c' } }), /different contracts/],
    ['of another register', other({ tool: { ...one.tool, register: 'c' } }), /different registers/],
    [
      'of another version',
      other({ tool: { ...one.tool, version: '9' } }),
      /different versions of the suite: 0.1.0 and 9/,
    ],
    [
      'that disagree on a level',
      other({ requirements: [result(start, 'pass', { level: 'may' })] }),
      /disagree on actions.one-key: must and may/,
    ],
    ['of the same run', [one, { ...one, durationMs: 7 }], /run a is in two/],
    ['of a run that another holds', other({ runId: 'b+a' }), /run a is in two/],
    ['when there is none', [], /no report/],
  ] as const)('%s', ([, reports, message]) => {
    expect(() => mergeShards(reports)).toThrow(IncompatibleReportsError)
    expect(() => mergeShards(reports)).toThrow(message)
  })

  test('but not of the embedded emulator, which has another port every time', () => {
    const embedded = (runId: string, port: number) =>
      report(runId, [result(stop, 'pass')], {
        target: { ...one.target, url: `http://127.0.0.1:${port}`, embedded: true },
      })
    expect(mergeShards([embedded('a', 1), embedded('b', 2)]).verdict).toBe('conformant')
    expect(() => mergeShards([embedded('a', 1), report('b', [])])).toThrow(/different targets/)
  })
})
