import { describe, expect, test } from 'vitest'
import { makeExchange, makeFinding, makeResult, oneKey } from './report.fixture.ts'
import { dedupeFindings, maxBodyLength, sortExchanges, trimExchanges } from './report-limits.ts'

test('sortExchanges sorts by index and removes duplicates', () => {
  const exchanges = [3, 1, 3].map((index) => makeExchange(index, 0))
  expect(sortExchanges(exchanges).map(({ index }) => index)).toEqual([1, 3])
})

describe('trimExchanges', () => {
  const tooLong = 'x'.repeat(maxBodyLength + 1)
  const truncated = tooLong.slice(0, maxBodyLength)

  test('truncates bodies unless a finding refers to the exchange', () => {
    const exchanges = [1, 2].map((index) => ({ ...makeExchange(index, 0), body: tooLong, requestBody: tooLong }))
    const failed = makeResult(oneKey, 'fail', { findings: [makeFinding('The request was accepted.', 2)] })
    const [first, second] = trimExchanges({ exchanges, requirements: [failed] })
    expect(first).toMatchObject({ cut: true, body: truncated, requestBody: truncated })
    expect(second).toEqual(exchanges[1])
  })

  test('does not mark an exchange with short bodies as truncated', () => {
    const exchange = { ...makeExchange(1, 0), body: 'short' }
    expect(trimExchanges({ exchanges: [exchange], requirements: [] })).toEqual([exchange])
  })
})

describe('dedupeFindings', () => {
  const serverId = (n: number) => `0b1f6e2a-92c4-4a43-8f0e-${`${n}`.padStart(12, '0')}`

  test('keeps the earliest of findings that differ only in resource ids', () => {
    const findings = [9, 4, 7].map((exchange) => makeFinding(`POST /servers/${serverId(exchange)} …`, exchange))
    expect(dedupeFindings(findings)).toEqual({ findings: [makeFinding(`POST /servers/${serverId(4)} …`, 4)] })
  })

  test('keeps the earliest of findings that differ only in the elements of a list', () => {
    const findings = ['20 of 20 flavors have', '3 of 4 flavors have', '1 of 1 flavors has'].map((share, index) => ({
      ...makeFinding(`GET /flavors: ${share} no name.`, index + 1),
      at: `body/flavors/${index}/name`,
    }))
    expect(dedupeFindings(findings)).toEqual({ findings: findings.slice(0, 1) })
  })

  test('keeps the earliest of findings that differ only in an id that is cut off, or in the extent', () => {
    const findings = ['0b1f6e2a-92c…', '4ab…', '5d…'].map((id, index) => ({
      ...makeFinding(
        `GET /servers returned an array as links instead of links${index > 0 ? `, and a wrong value in ${index + 1} of 5 servers` : ''}.`,
        index,
      ),
      actual: `[{"href":"http://127.0.0.1/v2/t/servers/${id}`,
    }))
    expect(dedupeFindings(findings)).toEqual({ findings: findings.slice(0, 1) })
  })

  test('keeps the first of those about the same place in a response', () => {
    const [first, second] = ['The list with limit=1 has 2 elements.', 'GET /servers returned 2 servers, not at most 1.']
    const findings = [first, second].map((message = '') => ({ ...makeFinding(message, 1), at: 'body/servers' }))
    expect(dedupeFindings(findings)).toEqual({ findings: findings.slice(0, 1) })
  })

  test('keeps findings of other values and of other properties', () => {
    const places = ['body/flavors/0/name', 'body/flavors/0/id']
    const findings = [1, 2].flatMap((n) =>
      places.map((at) => ({ ...makeFinding(`GET /flavors returned ${n} as ${at}.`, n), at, actual: `${n}` })),
    )
    expect(dedupeFindings(findings)).toEqual({ findings })
  })

  test('keeps the earliest of waits that differ only in how long they were', () => {
    const findings = ['10.2', '4', '2.5'].map((s, n) => makeFinding(`The server was not SHUTOFF within ${s} s.`, n))
    expect(dedupeFindings(findings)).toEqual({ findings: findings.slice(0, 1) })
  })

  test('keeps three findings that differ only in the value found, and counts the others', () => {
    const findings = Array.from({ length: 13 }, (_, n) => ({
      ...makeFinding(`POST /servers returned ${n} as id.`, n),
      ...{ at: 'body/server/id', actual: `${n}` },
    }))
    const other = { ...makeFinding('GET /servers returned 1 as id.', 20), at: 'body/servers/0/id', actual: '1' }
    expect(dedupeFindings([...findings, other])).toEqual({ findings: [...findings.slice(0, 3), other], more: 10 })
  })

  test('keeps ten findings and counts the others', () => {
    const findings = Array.from({ length: 13 }, (_, n) => ({ ...makeFinding('Wrong status.'), at: `body/p${n}` }))
    const { findings: kept, more } = dedupeFindings(findings)
    expect(kept).toEqual(findings.slice(0, 10))
    expect(more).toBe(3)
  })
})
