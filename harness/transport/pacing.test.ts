import { describe, expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import type { RawResponse } from './http-message.ts'
import { withPacing } from './pacing.ts'

const responseMs = 5
const request = { method: 'GET', url: 'http://cloud.example/v2/t/servers', headers: {} }

interface Limit {
  /** Whether a request at this time is one too many, given when earlier ones were accepted. */
  isExceeded(now: number, accepted: readonly number[]): boolean
  readonly retryAfter?: string
}

const perWindow = (most: number, windowMs: number): Limit['isExceeded'] => {
  return (now, accepted) => accepted.filter((at) => at > now - windowMs).length >= most
}

/** Sends requests one after the other, and waits after a rejection for as long as the target asks for. */
async function sendAll(count: number, { isExceeded, retryAfter }: Limit) {
  const clock = new SimulatedClock()
  const accepted: number[] = []
  let rejections = 0
  let waits = 0
  const send = withPacing(
    async (): Promise<RawResponse> => {
      clock.advance(responseMs)
      const isRejected = isExceeded(clock.now(), accepted)
      if (isRejected) rejections++
      else accepted.push(clock.now())
      const headers: Record<string, string> =
        isRejected && retryAfter !== undefined ? { 'retry-after': retryAfter } : {}
      return { status: isRejected ? 429 : 200, headers, text: '', isUtf8: true, startedAt: 0, ms: responseMs }
    },
    clock,
    () => waits++,
  )
  while (accepted.length < count) {
    const { status } = await send(request)
    if (status === 429) await clock.sleep(retryAfter === undefined ? 100 : Number(retryAfter) * 250)
  }
  return { elapsedMs: clock.now(), rejections, waits }
}

describe('a service that limits the rate of requests', () => {
  test('gets them at nearly the rate that it accepts: 20 a second', async () => {
    const { elapsedMs, rejections } = await sendAll(600, { isExceeded: perWindow(20, 1_000) })
    expect(elapsedMs).toBeLessThan(1.25 * 30_000)
    expect(rejections).toBeLessThan(60)
  })

  test('gets them at the rate after a burst that it allows: 10 a second', async () => {
    const { elapsedMs } = await sendAll(400, {
      isExceeded: (now, accepted) => accepted.length >= 100 + now / 100,
    })
    expect(elapsedMs).toBeLessThan(1.5 * 30_000)
  })

  test('gets them evenly where the limit is that of a minute, as the time to wait tells', async () => {
    const { elapsedMs } = await sendAll(400, { isExceeded: perWindow(100, 60_000), retryAfter: '60' })
    expect(elapsedMs).toBeLessThan(1.5 * 240_000)
  })
})

test('a rejection now and then does not slow requests down', async () => {
  let count = 0
  const { waits } = await sendAll(500, { isExceeded: () => ++count % 20 < 2 })
  expect(waits).toBe(0)
})

/** Sends requests to a target whose status depends on the URL and on how many requests it got before. */
function pacedTarget(statusOf: (url: string, count: number) => number) {
  const clock = new SimulatedClock()
  let count = 0
  const send = withPacing(
    async ({ url }) => {
      const status = statusOf(url, count++)
      return { status, headers: {}, text: '', isUtf8: true, startedAt: 0, ms: 1 }
    },
    clock,
    () => undefined,
  )
  const sendTimes = async (times: number, url = request.url) => {
    for (let i = 0; i < times; i++) await send({ ...request, url })
  }
  return { clock, sendTimes }
}

test('the limit of one service does not hold for another', async () => {
  const { clock, sendTimes } = pacedTarget((url, count) => (url.startsWith('http://image') || count < 10 ? 200 : 429))
  await sendTimes(20)
  const limited = clock.sleeps.length
  await sendTimes(10, 'http://image.example/v2/images')
  expect(limited).toBeGreaterThan(0)
  expect(clock.sleeps).toHaveLength(limited)
})

test('requests that get 503 beside accepted ones are spaced, and those of an outage are not', async () => {
  const limited = pacedTarget((_, count) => (count < 10 || count % 5 === 0 ? 200 : 503))
  await limited.sendTimes(40)
  expect(limited.clock.sleeps.length).toBeGreaterThan(0)
  const down = pacedTarget((_, count) => (count < 10 ? 200 : 503))
  await down.sendTimes(10)
  down.clock.advance(5_000)
  await down.sendTimes(40)
  expect(down.clock.sleeps).toEqual([])
})

describe('an operation that is always rejected as too many requests', () => {
  const keypairs = 'http://cloud.example/v2/t/os-keypairs'

  test('does not slow the others down', async () => {
    const { clock, sendTimes } = pacedTarget((url) => (url === keypairs ? 429 : 200))
    await sendTimes(50)
    await sendTimes(4, keypairs)
    await sendTimes(50)
    expect(clock.sleeps).toEqual([])
  })

  test('does not slow the others down after it was accepted at first', async () => {
    const { clock, sendTimes } = pacedTarget((url, count) => (url === keypairs && count > 1 ? 429 : 200))
    await sendTimes(2, keypairs)
    await sendTimes(4, keypairs)
    await sendTimes(50)
    expect(clock.sleeps).toEqual([])
  })
})
