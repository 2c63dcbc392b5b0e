import { expect, test } from 'vitest'
import { Pulse } from './pulse.ts'
import { type Trouble, Unanswered } from './unanswered.ts'

function pulse() {
  let time = 0
  const heart = new Pulse(() => time)
  const fail = (times: number, trouble: Trouble = 'unreachable') => {
    for (let count = 0; count < times; count++) heart.failed(new Unanswered('GET /', `failure ${count + 1}`, trouble))
  }
  return { heart, fail, pass: (ms: number) => (time += ms) }
}

test('a target is gone after six requests in a row without an answer, and it is told why', () => {
  const { heart, fail, pass } = pulse()
  pass(2_000)
  fail(5)
  expect(heart.gone).toBeUndefined()
  fail(1)
  expect(heart.gone).toBe('the target stopped answering: 6 requests in a row had no answer (failure 1)')
})

test('not when all of them fail within a moment: eight are under way when a proxy restarts', () => {
  const { heart, fail, pass } = pulse()
  fail(8)
  expect(heart.gone).toBeUndefined()
  pass(2_000)
  expect(heart.gone).toBeDefined()
})

test('an answer begins the count anew, a useless one too, a proxy’s word does not', () => {
  const { heart, fail, pass } = pulse()
  pass(2_000)
  fail(5)
  heart.answered()
  pass(2_000)
  fail(5, 'busy')
  fail(1, 'unfit')
  pass(2_000)
  fail(5, 'late')
  expect(heart.gone).toBeUndefined()
  fail(1, 'busy')
  expect(heart.gone).toBeDefined()
})

test('what we stopped ourselves does not count', () => {
  const { heart, fail, pass } = pulse()
  pass(2_000)
  fail(20, 'stopped')
  heart.failed(new TypeError('ours'))
  expect(heart.gone).toBeUndefined()
})
