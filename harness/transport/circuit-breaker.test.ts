import { expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import { RequestError, type RequestErrorKind } from '../errors.ts'
import { CircuitBreaker } from './circuit-breaker.ts'

function setUp() {
  const clock = new SimulatedClock()
  const breaker = new CircuitBreaker(clock)
  const fail = (times: number, kind: RequestErrorKind = 'unreachable') => {
    for (let count = 0; count < times; count++)
      breaker.recordFailure(new RequestError('GET /', kind, `failure ${count + 1}`))
  }
  return { breaker, clock, fail }
}

test('opens after six failed requests in a row and reports the last failure', () => {
  const { breaker, clock, fail } = setUp()
  clock.advance(2_000)
  fail(5)
  expect(breaker.openReason).toBeUndefined()
  fail(1)
  expect(breaker.openReason).toBe('the target stopped responding: 6 requests in a row failed (failure 1)')
})

test('stays closed while the last success is recent: eight requests are pending when a proxy restarts', () => {
  const { breaker, clock, fail } = setUp()
  fail(8)
  expect(breaker.openReason).toBeUndefined()
  clock.advance(2_000)
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
  expect(breaker.openReason).toBeUndefined()
  fail(1, 'unavailable')
  expect(breaker.openReason).toBeDefined()
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
  breaker.recordFailure(new TypeError('a bug'))
  expect(breaker.openReason).toBeUndefined()
})
