import { describe, expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import { ConnectionLimit } from './connection-limit.ts'

async function setUp(requests: number) {
  const clock = new SimulatedClock()
  const limit = new ConnectionLimit(clock)
  for (let count = 0; count < requests; count++) await limit.begin()
  /** A request gets a response, and another one is sent. */
  const respond = async (shape = 'GET /other') => {
    limit.end(shape, true)
    await limit.begin()
  }
  /** A request of a shape that got a response before loses its connection, after another one got a response. */
  const lose = async (shape: string) => {
    await respond(shape)
    return limit.recordLost(shape)
  }
  return { clock, limit, respond, lose }
}

describe('the detection of a limit on connections', () => {
  test('needs three kinds of requests that lose new connections while others get responses', async () => {
    const { limit, lose } = await setUp(8)
    expect([await lose('POST /a'), await lose('POST /b'), await lose('GET /c')]).toEqual([false, false, true])
    expect(limit.isLimited).toBe(true)
  })

  test('does not blame the number of connections for one operation that loses them, nor for those that never get a response', async () => {
    const one = await setUp(8)
    for (let count = 0; count < 10; count++) await one.lose('POST /a')
    expect(one.limit.isLimited).toBe(false)

    const broken = await setUp(8)
    for (const shape of ['a', 'b', 'c', 'd']) {
      await broken.respond()
      broken.limit.recordLost(shape)
    }
    expect(broken.limit.isLimited).toBe(false)
  })

  test('does not take an outage for a limit, nor losses a long time apart, nor those of a request alone', async () => {
    const shapes = ['a', 'b', 'c', 'd']
    const outage = await setUp(8)
    for (const shape of shapes) await outage.respond(shape)
    for (const shape of shapes) outage.limit.recordLost(shape)
    expect(outage.limit.isLimited).toBe(false)

    const rare = await setUp(8)
    for (const shape of shapes) {
      await rare.lose(shape)
      rare.clock.advance(15_000)
    }
    expect(rare.limit.isLimited).toBe(false)

    const alone = await setUp(1)
    for (const shape of shapes) await alone.lose(shape)
    expect(alone.limit.isLimited).toBe(false)
  })

  test('lets requests wait for each other until one ends', async () => {
    const { limit, lose } = await setUp(8)
    for (const shape of ['a', 'b', 'c']) await lose(shape)
    let isSent = false
    const next = limit.begin().then(() => (isSent = true))
    for (let count = 0; count < 4; count++) limit.end('a', true)
    await Promise.resolve()
    expect(isSent).toBe(false)
    limit.end('a', true)
    await next
    expect(isSent).toBe(true)
  })

  test('ends where a request that is sent alone loses its connection, too', async () => {
    const { limit, lose } = await setUp(8)
    for (const shape of ['a', 'b', 'c']) await lose(shape)
    for (let count = 0; count < 6; count++) limit.end('a', true)
    limit.recordLost('b')
    limit.end('b', false)
    limit.end('c', true)
    await limit.begin()
    let isSent = false
    const next = limit.begin().then(() => (isSent = true))
    await Promise.resolve()
    expect(isSent).toBe(false)
    limit.recordLost('a')
    await next
    expect(limit.isLimited).toBe(false)
    for (const shape of ['a', 'b', 'c']) await lose(shape)
    expect(limit.isLimited).toBe(false)
  })
})
