import { expect, test } from 'vitest'
import { parseHarEntry } from '../engine/traffic/har-entry.ts'
import { parseReportExchange } from '../engine/traffic/report-exchange.ts'
import { exampleReport as report } from './example-report.fixture.ts'
import { renderHar } from './har.ts'

const { log } = JSON.parse(renderHar(report))

test('has what HAR 1.2 requires', () => {
  expect(log).toMatchObject({ version: '1.2', creator: { name: 'compute-conformance', version: '0.1.0' } })
  expect(log.entries).toHaveLength(report.exchanges.length)
  for (const entry of log.entries)
    expect(entry).toMatchObject({
      startedDateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      time: expect.any(Number),
      request: {
        ...{ method: expect.any(String), url: expect.any(String), httpVersion: 'HTTP/1.1', cookies: [] },
        ...{ headers: expect.any(Array), queryString: expect.any(Array), headersSize: -1 },
        bodySize: expect.any(Number),
      },
      response: {
        ...{ status: expect.any(Number), statusText: '', httpVersion: 'HTTP/1.1', cookies: [], redirectURL: '' },
        ...{ headers: expect.any(Array), headersSize: -1, bodySize: expect.any(Number) },
        content: { size: expect.any(Number), mimeType: expect.any(String) },
      },
      cache: {},
      timings: { send: 0, wait: expect.any(Number), receive: 0 },
    })
})

test('`check` reads the same from it as from the report', () => {
  expect(log.entries.map(parseHarEntry)).toEqual(report.exchanges.map(parseReportExchange))
})
