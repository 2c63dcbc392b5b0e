import { describe, expect, test } from 'vitest'
import { type Exchange, emptyEvidence } from '#model'
import { makeExchange } from '../report.fixture.ts'
import { coverageOf } from './coverage.ts'
import { unseenValues } from './value-coverage.ts'

describe('coverageOf', () => {
  const coverable = {
    operations: ['showServer', 'listFlavors', 'deleteServer'],
    properties: ['showServer body/server/id', 'showServer body/server/name'],
  }
  const evidence = {
    ...emptyEvidence(),
    properties: ['showServer body/server/id', 'showServer body/server/id', 'showServer body/server/locked'],
    undocumentedProperties: ['showServer body/server/locked'],
    transitions: [{ server: 's', from: 'BUILD', to: 'ACTIVE', after: 'create', ms: 1 }],
  }
  const testResult = { id: 'c', title: 'c', state: 'passed', requirements: [], errors: [], evidence } as const
  const call = (index: number, overrides: Partial<Exchange>): Exchange => ({
    ...makeExchange(index, 0),
    operation: 'showServer',
    ...overrides,
  })
  const exchanges = [
    call(1, { body: '{"server":{"status":"SHUTOFF"}}' }),
    call(2, { status: 404, body: '{"server":' }),
    call(3, { operation: 'listFlavors', url: 'http://h/v2/t/flavors?minRam=1&minDisk=2&minRam=3' }),
    call(4, { url: 'not a url', body: '{"server":{"status":"<b>"}}' }),
  ]
  const coverage = coverageOf(exchanges, [testResult], coverable)

  test('counts calls and responses, and lists operations without a call', () => {
    expect(coverage.operations).toEqual({ showServer: 3, listFlavors: 1, deleteServer: 0 })
    expect(coverage.statuses).toEqual({ showServer: { 200: 2, 404: 1 }, listFlavors: { 200: 1 } })
  })

  test('counts each documented property once and lists undocumented ones', () => {
    expect(coverage.properties).toEqual({ seen: 1, documented: 2, unseen: ['showServer body/server/name'] })
    expect(coverage.undocumentedProperties).toEqual(['showServer body/server/locked'])
  })

  test('lists each query parameter and each server status once', () => {
    expect(coverage.queryParameters).toEqual({ listFlavors: ['minDisk', 'minRam'] })
    expect(coverage.states).toEqual(['ACTIVE', 'BUILD', 'SHUTOFF'])
  })

  test('lists the values of enumerations that no successful response contained, and what the document has', () => {
    const { values, documented } = coverageOf(exchanges, [testResult], {
      ...coverable,
      values: ['SHUTOFF', 'PAUSED', '<b>'].map((value) => `showServer body/server/status ${value}`),
      parameters: ['listFlavors minDisk', 'listFlavors limit'],
    })
    expect(values).toEqual({ unseen: ['showServer body/server/status PAUSED'] })
    expect(documented).toEqual({
      properties: { showServer: 2 },
      values: { showServer: ['SHUTOFF', 'PAUSED', '<b>'].map((value) => `body/server/status ${value}`) },
      queryParameters: { listFlavors: ['minDisk', 'limit'] },
    })
  })

  test('finds values in lists and under escaped names', () => {
    const body = JSON.stringify({ servers: [{ 'a/b': 1 }, { 'a/b': null }] })
    const list = call(5, { operation: 'listServersDetail', body })
    const entries = ['1', '2'].map((value) => `listServersDetail body/servers/*/a~1b ${value}`)
    expect(unseenValues(entries, [list])).toEqual([entries[1]])
    expect(unseenValues(entries, [{ ...list, status: 400 }])).toEqual(entries)
    const hostile = '{"servers":[{"a/b":{"toString":"x","constructor":null}}]}'
    expect(unseenValues(entries, [{ ...list, body: hostile }])).toEqual(entries)
  })
})
