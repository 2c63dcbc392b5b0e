import { describe, expect, test } from 'vitest'
import { makeExchange, makeReport, makeResult, oneKey, onlyShutoff } from '../../../../results/report.fixture.ts'
import { exampleReport } from '../../../example-report.fixture.ts'
import { coverageRows, unseenStatuses } from './coverage.ts'
import { filterRequirements } from './filter.ts'
import { repairsOf } from './fix-first.ts'
import { lastChain, longestTests, rangeOf, serverRows } from './timeline.ts'
import { initialState } from './view-state.ts'

describe('repairsOf', () => {
  test('puts first what prevents most, then failed musts, then failed recommendations', () => {
    expect(repairsOf(exampleReport).map(({ requirement, blocks }) => [requirement?.id, blocks.length])).toEqual([
      ['servers.start.only-shutoff', 2],
      [undefined, 1],
      ['servers.create.name-limit', 0],
      ['servers.show.error-body', 0],
    ])
  })

  test('is empty where nothing fails or is undecided', () => {
    expect(repairsOf(makeReport('r', [makeResult(oneKey, 'pass'), makeResult(onlyShutoff, 'skipped')]))).toEqual([])
  })
})

test('filterRequirements applies all filters together', () => {
  const ids = (changes: object) =>
    filterRequirements(exampleReport.requirements, { ...initialState('en'), ...changes }).map(({ id }) => id)
  expect(ids({})).toHaveLength(exampleReport.requirements.length)
  expect(ids({ outcomes: ['fail'], level: 'should' })).toEqual(['servers.show.error-body'])
  expect(ids({ query: 'SHUTOFF rejected' })).toEqual(['servers.start.only-shutoff'])
  expect(ids({ query: '255자를' })).toEqual(['servers.create.name-limit'])
  expect(ids({ operation: 'createServer', group: 'server-create', outcomes: ['fail'] })).toEqual([
    'servers.create.name-limit',
  ])
})

describe('the timeline', () => {
  const exchanges = [
    { ...makeExchange(1, 1000, 100) },
    { ...makeExchange(2, 1200, 300), phase: 'wait' as const },
    { ...makeExchange(3, 1500, 500) },
    { ...makeExchange(4, 1100, 200) },
  ]
  const tests = [
    { title: 'first', exchanges: [1, 2] },
    { title: 'second', exchanges: [3] },
    { title: 'beside', exchanges: [4, 99] },
    { title: 'without a request', exchanges: [] },
  ]
  const report = makeReport('r', [], { exchanges, tests })
  const range = rangeOf(report)

  test('reaches from the first request to the last response', () => {
    expect(range).toEqual({ from: 1000, to: 2000 })
    expect(rangeOf(makeReport('r', []))).toEqual({
      from: Date.parse('2026-01-02'),
      to: Date.parse('2026-01-02') + 1000,
    })
  })

  test('has a bar for each status until the next one', () => {
    const spans = [
      { status: 'BUILD', from: 1100, to: 1200, exchange: 1 },
      { status: 'ACTIVE', from: 1500, to: 1600, exchange: 2 },
      { status: '404', from: 1800, to: 1900, exchange: 3 },
    ]
    expect(serverRows([{ id: 'abcdefghij', name: 'conformance-r1-spare-3', spans }], range)).toEqual([
      {
        key: 'abcdefghij',
        label: 'spare-3',
        bars: [
          { left: 10, width: 40, kind: 'BUILD' },
          { left: 50, width: 30, kind: 'ACTIVE' },
        ],
        ms: 800,
      },
    ])
  })

  test('lists the longest tests with what they polled', () => {
    const [first, ...others] = longestTests(report, range, 2)
    expect(first).toMatchObject({ label: 'first', ms: 500 })
    expect(first?.bars.map(({ kind }) => kind)).toEqual(['test', 'wait'])
    expect(others.map(({ label }) => label)).toEqual(['second'])
  })

  test('finds the tests that followed one another until the end', () => {
    expect(lastChain(report, range).map(({ label }) => label)).toEqual(['first', 'second'])
  })
})

describe('the coverage', () => {
  test('compares each operation with the document', () => {
    const rows = new Map(coverageRows(exampleReport).map((row) => [row.operation, row]))
    expect(rows.get('listFlavors')).toMatchObject({
      calls: 0,
      parameters: { seen: 2, documented: 4 },
      properties: { seen: 0, documented: 1 },
      unsent: ['limit', 'marker'],
    })
    expect(rows.get('showServer')).toMatchObject({
      calls: 4,
      p50: 12,
      p95: 12,
      values: { seen: 1, documented: 1 },
      states: { seen: 1, documented: 2 },
    })
  })

  test('says nothing about the document where the report does not', () => {
    const { documented: _, values: __, ...coverage } = exampleReport.coverage
    const [row] = coverageRows({ ...exampleReport, coverage })
    expect(row).toMatchObject({
      parameters: undefined,
      properties: undefined,
      values: undefined,
      states: undefined,
      unsent: [],
    })
    expect(unseenStatuses(coverage)).toEqual([])
  })

  test('lists statuses that no response showed', () => {
    expect(unseenStatuses(exampleReport.coverage)).toEqual(['PAUSED'])
  })
})
