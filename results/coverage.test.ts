import { describe, expect, test } from 'vitest'
import type { Exchange } from '#model'

import { coverageOf } from './coverage.ts'
import type { RequirementResult } from './report.ts'
import { emptyEvidence } from './test-result.ts'
import { bodyShown, trimExchanges } from './trim-exchanges.ts'

const call = (index: number, change: Partial<Exchange> = {}): Exchange => ({
  index,
  operation: 'showServer',
  phase: 'act',
  method: 'GET',
  url: 'http://127.0.0.1:1/v2/t/servers/s',
  requestHeaders: {},
  status: 200,
  headers: {},
  startedAt: 0,
  ms: 1,
  ...change,
})

describe('coverage', () => {
  const all = {
    operations: ['showServer', 'listFlavors', 'deleteServer'],
    properties: ['showServer body/server/id', 'showServer body/server/name'],
  }
  const evidence = {
    ...emptyEvidence(),
    properties: ['showServer body/server/id', 'showServer body/server/id', 'showServer body/server/locked'],
    undocumentedProperties: ['showServer body/server/locked'],
    transitions: [{ server: 's', from: 'BUILD', to: 'ACTIVE', after: 'create', ms: 1 }],
  }
  const result = { id: 'c', title: 'c', state: 'passed', requirements: [], errors: [], evidence } as const
  const exchanges = [
    call(1, { body: '{"server":{"status":"SHUTOFF"}}' }),
    call(2, { status: 404, body: '{"server":' }),
    call(3, { operation: 'listFlavors', url: 'http://h/v2/t/flavors?minRam=1&minDisk=2&minRam=3' }),
    call(4, { url: 'not a url', body: '{"server":{"status":"<b>"}}' }),
  ]
  const coverage = coverageOf(exchanges, [result], all)

  test('counts calls and answers, and lists what was never called', () => {
    expect(coverage.operations).toEqual({ showServer: 3, listFlavors: 1, deleteServer: 0 })
    expect(coverage.statuses).toEqual({ showServer: { 200: 2, 404: 1 }, listFlavors: { 200: 1 } })
  })

  test('counts only documented properties, each once', () => {
    expect(coverage.properties).toEqual({ seen: 1, documented: 2, unseen: ['showServer body/server/name'] })
    expect(coverage.undocumentedProperties).toEqual(['showServer body/server/locked'])
  })

  test('names query parameters and states once each', () => {
    expect(coverage.queryParameters).toEqual({ listFlavors: ['minDisk', 'minRam'] })
    expect(coverage.states).toEqual(['ACTIVE', 'BUILD', 'SHUTOFF'])
  })
})

describe('kept exchanges', () => {
  const long = 'x'.repeat(bodyShown + 1)
  const pointing: RequirementResult = {
    id: 'actions.one-key',
    group: 'actions',
    level: 'must',
    basis: 'documented',
    text: { en: '', ko: '' },
    outcome: 'fail',
    operations: [],
    findings: [{ message: '', at: '', expected: '', actual: '', exchange: 2 }],
  }

  test('stand by index, each once', () => {
    expect(trimExchanges([call(3), call(1), call(3)], []).map(({ index }) => index)).toEqual([1, 3])
  })

  test('keep their bodies where a finding points, and a glimpse elsewhere', () => {
    const both = { body: long, requestBody: long }
    const [first, second] = trimExchanges([call(1, both), call(2, both)], [pointing])
    expect(first).toMatchObject({ cut: true, body: long.slice(0, bodyShown), requestBody: long.slice(0, bodyShown) })
    expect(second).toEqual(call(2, both))
  })

  test('are not called cut when nothing was cut', () => {
    expect(trimExchanges([call(1, { body: 'short' })], [])).toEqual([call(1, { body: 'short' })])
  })
})
