import { expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import { RequestError, type RequestErrorKind } from '../errors.ts'
import { CircuitBreaker } from './circuit-breaker.ts'

function setUp() {
  const clock = new SimulatedClock()
  const breaker = new CircuitBreaker(clock)
  const fail = (times: number, kind: RequestErrorKind = 'unreachable') => {
    for (let count = 0; count < times; count++)
      breaker.recordFailure(new RequestError('GET /', kind, `failure ${count + 1}`), clock.now())
  }
  return { breaker, clock, fail }
}

test('opens after six failed requests in a row and reports the last failure', () => {
  const { breaker, clock, fail } = setUp()
  clock.advance(20_000)
  fail(5)
  expect(breaker.openReason).toBeUndefined()
  fail(1)
  expect(breaker.openReason).toBe('the target stopped responding: 6 requests in a row failed (failure 1)')
})

test('stays closed at the start of a run for as long as a failover may take', () => {
  const { breaker, clock, fail } = setUp()
  fail(8)
  clock.advance(15_000)
  expect(breaker.openReason).toBeUndefined()
  clock.advance(5_000)
  expect(breaker.openReason).toBeDefined()
})

test('counts from zero after a response, even an invalid one, but not after a response of a gateway', () => {
  const { breaker, clock, fail } = setUp()
  clock.advance(2_000)
  fail(5)
  breaker.recordSuccess()
  clock.advance(2_000)
  fail(5, 'unavailable')
  fail(1, 'invalid-response')
  clock.advance(2_000)
  fail(5, 'timeout')
  clock.advance(20_000)
  expect(breaker.openReason).toBeUndefined()
  fail(1, 'unavailable')
  expect(breaker.openReason).toBeDefined()
})

test('stays closed during a failover of a target that has responded, however long nothing was sent before it', () => {
  const { breaker, clock, fail } = setUp()
  breaker.recordSuccess()
  clock.advance(60_000)
  fail(20)
  clock.advance(15_000)
  fail(20)
  expect(breaker.openReason).toBeUndefined()
  clock.advance(5_000)
  expect(breaker.openReason).toBeDefined()
})

test('counts the time for which a failed request was repeated, except before the last response', () => {
  const { breaker, clock } = setUp()
  const fail = (sentAt: number) => {
    for (let count = 0; count < 6; count++)
      breaker.recordFailure(new RequestError('GET /', 'unreachable', 'refused'), sentAt)
  }
  clock.advance(10_000)
  breaker.recordSuccess()
  clock.advance(15_000)
  fail(0)
  expect(breaker.openReason).toBeUndefined()
  breaker.recordSuccess()
  clock.advance(20_000)
  fail(25_000)
  expect(breaker.openReason).toBeDefined()
})

test('never opens because of too many requests: the target responds', () => {
  const { breaker, clock, fail } = setUp()
  clock.advance(30_000)
  fail(50, 'rate-limited')
  clock.advance(30_000)
  fail(5)
  expect(breaker.openReason).toBeUndefined()
})

test('opens at once when the token has expired, and stays open', () => {
  const { breaker, fail } = setUp()
  fail(1, 'token-expired')
  expect(breaker.openReason).toBe('failure 1')
  breaker.recordSuccess()
  expect(breaker.openReason).toBe('failure 1')
})

test('ignores requests that we aborted and errors of our own', () => {
  const { breaker, clock, fail } = setUp()
  clock.advance(2_000)
  fail(20, 'aborted')
  breaker.recordFailure(new TypeError('a bug'), 0)
  expect(breaker.openReason).toBeUndefined()
})
