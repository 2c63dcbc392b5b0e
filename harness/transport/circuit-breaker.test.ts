import { expect, test } from 'vitest'
import { CircuitBreaker } from './circuit-breaker.ts'
import { RequestError, type RequestErrorKind } from './request-error.ts'

function pulse() {
  let time = 0
  const heart = new CircuitBreaker(() => time)
  const fail = (times: number, trouble: RequestErrorKind = 'unreachable') => {
    for (let count = 0; count < times; count++)
      heart.recordFailure(new RequestError('GET /', `failure ${count + 1}`, trouble))
  }
  return { heart, fail, pass: (ms: number) => (time += ms) }
}

test('a target is gone after six requests in a row without an answer, and it is told why', () => {
  const { heart, fail, pass } = pulse()
  pass(2_000)
  fail(5)
  expect(heart.openReason).toBeUndefined()
  fail(1)
  expect(heart.openReason).toBe('the target stopped answering: 6 requests in a row had no answer (failure 1)')
})

test('not when all of them fail within a moment: eight are under way when a proxy restarts', () => {
  const { heart, fail, pass } = pulse()
  fail(8)
  expect(heart.openReason).toBeUndefined()
  pass(2_000)
  expect(heart.openReason).toBeDefined()
})

test('an answer begins the count anew, a useless one too, a proxy’s word does not', () => {
  const { heart, fail, pass } = pulse()
  pass(2_000)
  fail(5)
  heart.recordSuccess()
  pass(2_000)
  fail(5, 'busy')
  fail(1, 'unfit')
  pass(2_000)
  fail(5, 'late')
  expect(heart.openReason).toBeUndefined()
  fail(1, 'busy')
  expect(heart.openReason).toBeDefined()
})

test('what we stopped ourselves does not count', () => {
  const { heart, fail, pass } = pulse()
  pass(2_000)
  fail(20, 'stopped')
  heart.recordFailure(new TypeError('ours'))
  expect(heart.openReason).toBeUndefined()
})
