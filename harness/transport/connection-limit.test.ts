import { describe, expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import { ConnectionLimit } from './connection-limit.ts'

async function setUp(requests: number) {
  const clock = new SimulatedClock()
  const limit = new ConnectionLimit(clock)
  for (let count = 0; count < requests; count++) await limit.begin()
  /** A request gets a response, and another one is sent. */
  const respond = async () => {
    limit.end(true)
    await limit.begin()
  }
  return { clock, limit, respond }
}

describe('the detection of a limit on connections', () => {
  test('needs three kinds of requests that lose new connections while others get responses', async () => {
    const { limit, respond } = await setUp(8)
    for (const shape of ['POST /a', 'POST /b']) {
      await respond()
      expect(limit.recordLost(shape)).toBe(false)
    }
    await respond()
    expect(limit.recordLost('GET /c')).toBe(true)
    expect(limit.isLimited).toBe(true)
  })

  test('does not blame the number of connections for one operation that loses them', async () => {
    const { limit, respond } = await setUp(8)
    for (let count = 0; count < 10; count++) {
      await respond()
      limit.recordLost('POST /a')
    }
    expect(limit.isLimited).toBe(false)
  })

  test('does not take an outage for a limit, nor losses a long time apart, nor those of a request alone', async () => {
    const outage = await setUp(8)
    await outage.respond()
    for (const shape of ['a', 'b', 'c', 'd']) outage.limit.recordLost(shape)
    expect(outage.limit.isLimited).toBe(false)

    const rare = await setUp(8)
    for (const shape of ['a', 'b', 'c', 'd']) {
      await rare.respond()
      rare.limit.recordLost(shape)
      rare.clock.advance(15_000)
    }
    expect(rare.limit.isLimited).toBe(false)

    const alone = await setUp(1)
    for (const shape of ['a', 'b', 'c', 'd']) {
      await alone.respond()
      alone.limit.recordLost(shape)
    }
    expect(alone.limit.isLimited).toBe(false)
  })

  test('lets requests wait for each other until one ends', async () => {
    const { limit, respond } = await setUp(8)
    for (const shape of ['a', 'b', 'c']) {
      await respond()
      limit.recordLost(shape)
    }
    let isSent = false
    const next = limit.begin().then(() => (isSent = true))
    for (let count = 0; count < 4; count++) limit.end(true)
    await Promise.resolve()
    expect(isSent).toBe(false)
    limit.end(true)
    await next
    expect(isSent).toBe(true)
  })
})
