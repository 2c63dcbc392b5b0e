import { describe, expect, test } from 'vitest'
import { responseWith } from '../client/api-response.fixture.ts'
import { SimulatedClock } from '../clock.fixture.ts'
import { pollDelay, pollResponse, pollUntil } from './polling.ts'

const response = (ms: number, retryAfter?: string) =>
  responseWith(200, { ms, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } })

describe('pollUntil', () => {
  function counter() {
    let count = 0
    return async () => ++count
  }

  test('reads until the condition holds', async () => {
    const clock = new SimulatedClock()
    const result = await pollUntil(counter(), {
      isDone: (count) => count === 3,
      timeoutMs: () => 1_000,
      delayMs: () => 100,
      clock,
    })
    expect(result).toEqual({ value: 3, isDone: true, elapsedMs: 200, sentMs: 200 })
    expect(clock.sleeps).toEqual([100, 100])
  })

  test('tells when the last read began, which the duration of the read is no part of', async () => {
    const clock = new SimulatedClock()
    const read = async () => {
      clock.advance(4_000)
      return 'value'
    }
    const result = await pollUntil(read, { isDone: () => true, timeoutMs: () => 1_000, delayMs: () => 100, clock })
    expect(result).toEqual({ value: 'value', isDone: true, elapsedMs: 4_000, sentMs: 0 })
  })

  test('returns the last value after the timeout', async () => {
    const clock = new SimulatedClock()
    const result = await pollUntil(counter(), { isDone: () => false, timeoutMs: () => 250, delayMs: () => 100, clock })
    expect(result).toEqual({ value: 4, isDone: false, elapsedMs: 300, sentMs: 300 })
  })

  test('reads on after the process was suspended, because it has observed nothing meanwhile', async () => {
    class SuspendedClock extends SimulatedClock {
      override async sleep(ms: number): Promise<void> {
        await super.sleep(ms)
        if (this.sleeps.length === 1) this.advance(60_000)
      }
    }
    const result = await pollUntil(counter(), {
      isDone: () => false,
      timeoutMs: () => 250,
      delayMs: () => 100,
      clock: new SuspendedClock(),
    })
    expect(result).toMatchObject({ value: 4, isDone: false, elapsedMs: 60_300 })
  })

  test('reads twice when the timeout is zero', async () => {
    const clock = new SimulatedClock()
    const read = async () => {
      clock.advance(1)
      return 'value'
    }
    expect(await pollUntil(read, { isDone: () => false, timeoutMs: () => 0, delayMs: () => 100, clock })).toMatchObject(
      {
        value: 'value',
        isDone: false,
      },
    )
    expect(clock.sleeps).toEqual([100])
  })

  test('rejects when a read rejects', async () => {
    const read = () => Promise.reject(new Error('broken'))
    const clock = new SimulatedClock()
    await expect(pollUntil(read, { isDone: () => true, timeoutMs: () => 1, delayMs: () => 1, clock })).rejects.toThrow(
      'broken',
    )
  })
})

describe('pollDelay', () => {
  test('is short at first when the target responds quickly', () => {
    expect(pollDelay(0, response(0.5))).toBeLessThan(10)
  })

  test('grows with the time waited, up to five seconds', () => {
    expect(pollDelay(1_000, response(1))).toBe(200)
    expect(pollDelay(600_000, response(1))).toBe(5_000)
  })

  test('is longer for a target that responds slowly', () => {
    expect(pollDelay(0, response(300))).toBe(1_200)
  })

  test('follows Retry-After up to a minute', () => {
    expect(pollDelay(0, response(1, '3'))).toBe(3_000)
    expect(pollDelay(0, response(1, '86400'))).toBe(60_000)
    expect(pollDelay(0, response(1, 'soon'))).toBeLessThan(10)
  })
})

test('pollResponse waits between reads as pollDelay says', async () => {
  const clock = new SimulatedClock()
  await pollResponse(
    async () => response(50),
    () => false,
    () => 1_000,
    clock,
  )
  expect(clock.sleeps.slice(0, 3)).toEqual([200, 200, 200])
  expect(clock.now()).toBeGreaterThan(1_000)
})
