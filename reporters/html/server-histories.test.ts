import { describe, expect, test } from 'vitest'
import type { Exchange } from '#model'
import { makeExchange } from '../../results/report.fixture.ts'
import { serverHistories } from './server-histories.ts'

const show = (index: number, at: number, status: string, overrides: Partial<Exchange> = {}): Exchange => ({
  ...makeExchange(index, at, 10),
  operation: 'showServer',
  url: 'http://h/v2/t/servers/s1',
  body: JSON.stringify({ server: { id: 's1', name: 'conformance-r-one', status } }),
  ...overrides,
})

describe('serverHistories', () => {
  test('joins equal statuses, and names the exchange that showed each first', () => {
    const [history] = serverHistories([show(1, 0, 'BUILD'), show(2, 100, 'BUILD'), show(3, 200, 'ACTIVE')])
    expect(history).toEqual({
      id: 's1',
      name: 'conformance-r-one',
      spans: [
        { status: 'BUILD', from: 10, to: 110, exchange: 1 },
        { status: 'ACTIVE', from: 210, to: 210, exchange: 3 },
      ],
    })
  })

  test('has the statuses in the order in which the responses ended', () => {
    const [history] = serverHistories([show(1, 0, 'BUILD', { ms: 500 }), show(2, 100, 'ACTIVE')])
    expect(history?.spans.map(({ status }) => status)).toEqual(['ACTIVE', 'BUILD'])
  })

  test('reads the list with details too, and a 404 as the end', () => {
    const list = show(2, 50, '', {
      operation: 'listServersDetail',
      body: JSON.stringify({ servers: [{ id: 's1', name: 'n', status: 'SHUTOFF' }, 'x', { id: 's2' }] }),
    })
    const [history, ...others] = serverHistories([show(1, 0, 'ACTIVE'), list, show(3, 90, '', { status: 404 })])
    expect(history?.spans.map(({ status }) => status)).toEqual(['ACTIVE', 'SHUTOFF', '404'])
    expect(others).toEqual([])
  })

  test('ignores a server that was never found, and values that are no status', () => {
    const strange = ['<b>', '', '{'].map((status, index) => show(index + 2, 100, status))
    expect(serverHistories([show(1, 0, '', { status: 404 }), ...strange, show(9, 0, '', { body: 'no JSON' })])).toEqual(
      [],
    )
  })
})
