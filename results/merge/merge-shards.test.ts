import { describe, expect, test } from 'vitest'
import { profiles, requirements } from '#contract'
import { type Exchange, emptyEvidence } from '#model'
import { buildReport, type RunRecord, type SpecSnapshot } from '../build-report.ts'
import { exitCode } from '../outcomes/verdict.ts'
import { makeExchange, makeFinding } from '../report.fixture.ts'
import type { Report } from '../report.ts'
import type { TestResult } from '../test-result.ts'
import { mergeShards } from './merge-reports.ts'

const spec: SpecSnapshot = {
  requirements: requirements.slice(0, 12).map((requirement) => ({ ...requirement, needs: [] })),
  profiles,
  coverable: { operations: ['actOnServer', 'showServer'], properties: ['showServer body/a', 'showServer body/b'] },
  hashes: { contract: 'a'.repeat(64), register: 'b'.repeat(64) },
}
const idAt = (index: number) => {
  const requirement = spec.requirements[index]
  if (!requirement) throw new RangeError(`there is no requirement ${index}`)
  return requirement.id
}
const idsAt = (...indexes: readonly number[]) => indexes.map(idAt)

const call = (index: number, status: number, operation: 'actOnServer' | 'showServer'): Exchange => ({
  ...makeExchange(index, index * 10, 5),
  url: `http://127.0.0.1:1/v2/t?q${index % 2}=1`,
  operation,
  status,
})

/** Tests that contribute every outcome of a single run. */
const tests: readonly TestResult[] = [
  {
    id: 'a',
    title: 'fails',
    state: 'failed',
    requirements: idsAt(0, 1),
    errors: [{ name: 'NonconformanceError', message: 'm', requirement: idAt(0) }],
    evidence: {
      ...emptyEvidence(),
      assertions: [{ requirement: idAt(0), by: 'suite', finding: makeFinding('The request was accepted.', 2) }],
      observed: idsAt(4),
      exchanges: [call(1, 200, 'showServer'), call(2, 202, 'actOnServer')],
      properties: ['showServer body/a'],
      transitions: [{ server: 's', from: 'BUILD', to: 'ACTIVE', after: 'create', ms: 5, taskState: null }],
    },
  },
  {
    id: 'b',
    title: 'is inconclusive',
    state: 'failed',
    requirements: idsAt(2, 3),
    errors: [{ name: 'InconclusiveError', message: 'No server to test with.' }],
    evidence: {
      ...emptyEvidence(),
      assertions: [
        { requirement: idAt(3), by: 'contract', variant: 'one interpretation' },
        { requirement: idAt(5), by: 'contract', finding: makeFinding('The status is wrong.', 3) },
      ],
      exchanges: [call(3, 500, 'showServer')],
      undocumentedProperties: ['showServer body/x'],
    },
  },
  {
    id: 'c',
    title: 'does not assert everything that it declares',
    state: 'passed',
    requirements: idsAt(1, 3, 6),
    errors: [],
    evidence: {
      ...emptyEvidence(),
      assertions: [
        { requirement: idAt(1), by: 'suite' },
        { requirement: idAt(3), by: 'suite', variant: 'another interpretation' },
        { requirement: idAt(5), by: 'contract', finding: makeFinding('The body is wrong.', 4) },
      ],
      exchanges: [call(4, 202, 'actOnServer')],
    },
  },
  {
    id: 'd',
    title: 'is skipped',
    state: 'skipped',
    note: 'only one zone',
    requirements: idsAt(7),
    errors: [],
    evidence: emptyEvidence(),
  },
  {
    id: 'e',
    title: 'observes another requirement',
    state: 'passed',
    requirements: idsAt(8),
    errors: [],
    evidence: { ...emptyEvidence(), observed: idsAt(8, 9) },
  },
]

/** Returns the record of a run of some tests, with exchanges numbered from 1. */
function recordOf(runId: string, shard: readonly TestResult[]): RunRecord {
  const exchanges = shard.flatMap(({ evidence }) => evidence.exchanges)
  const newIndexes = new Map(exchanges.map(({ index }, position) => [index, position + 1]))
  const newIndex = (index: number): number => newIndexes.get(index) ?? -1
  return {
    settings: {
      runId,
      computeUrl: 'http://127.0.0.1:1/v2',
      profile: 'toast',
      edition: '2020-03',
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
    cases: shard.map((result) => ({
      ...result,
      evidence: {
        ...result.evidence,
        exchanges: result.evidence.exchanges.map((exchange) => ({ ...exchange, index: newIndex(exchange.index) })),
        assertions: result.evidence.assertions.map(({ finding, ...assertion }) => ({
          ...assertion,
          ...(finding && { finding: { ...finding, exchange: newIndex(finding.exchange ?? -1) } }),
        })),
      },
    })),
  }
}

const reportOf = (runId: string, shard: readonly TestResult[]) => buildReport(recordOf(runId, shard), spec)

const shardOf = (index: number, count: number) => ({
  ...reportOf(`r${index}`, tests.slice(0, 1)),
  shards: { count, indexes: [index] },
})

describe('the shards that a merged report lacks', () => {
  const missing = ['The report of shard 2/4 is missing.', 'The report of shard 3/4 is missing.']

  test('are errors', () => {
    const merged = mergeShards([shardOf(4, 4), shardOf(1, 4)])
    expect(merged.shards).toEqual({ count: 4, indexes: [1, 4] })
    expect(merged.errors).toEqual(missing)
    expect(exitCode(merged, { failOn: 'must', strict: false })).not.toBe(0)
    expect(mergeShards([shardOf(4, 4)]).errors).toHaveLength(3)
  })

  test('can be added later', () => {
    const half = mergeShards([shardOf(4, 4), shardOf(1, 4)])
    expect(mergeShards([half, shardOf(2, 4)]).errors).toEqual([missing[1]])
    const complete = mergeShards([half, shardOf(2, 4), shardOf(3, 4)])
    expect(complete.errors).toEqual([])
    expect(complete).not.toHaveProperty('shards')
  })

  test('are why a requirement is unobserved, as long as they are missing', () => {
    const reasonsIn = ({ requirements: results }: Report) =>
      new Set(results.flatMap(({ outcome, reason }) => (outcome === 'unobserved' ? [reason] : [])))
    const half = mergeShards([shardOf(4, 4), shardOf(1, 4)])
    const reason = 'The shards that were merged do not verify it; 2 of 4 are missing.'
    expect(reasonsIn(half)).toEqual(new Set([reason]))
    expect(reasonsIn(mergeShards([half, shardOf(2, 4)]))).toEqual(new Set([reason.replace('2 of', '1 of')]))
    expect(reasonsIn(mergeShards([half, shardOf(2, 4), shardOf(3, 4)]))).toEqual(new Set([undefined]))
  })

  test('cannot be told when the run was divided differently', () => {
    expect(() => mergeShards([shardOf(1, 2), shardOf(2, 3)])).toThrow('different numbers of shards: 2 and 3')
  })
})

describe('a run split into two shards', () => {
  const unsharded = reportOf('r', tests)

  test('includes every outcome of a single run', () => {
    expect(Object.entries(unsharded.totals).filter(([, count]) => count === 0)).toEqual([['unstable', 0]])
  })

  test.for([0b00001, 0b00010, 0b00101, 0b01010, 0b10110, 0b11100, 0b01111])(
    'merges into the report of the unsharded run (split %i)',
    (mask) => {
      const isInFirst = (index: number) => (mask & (1 << index)) !== 0
      const first = tests.filter((_, index) => isInFirst(index))
      const second = tests.filter((_, index) => !isInFirst(index))
      expect(mergeShards([reportOf('r1', first), reportOf('r2', second)])).toEqual({ ...unsharded, runId: 'r1+r2' })
    },
  )
})
