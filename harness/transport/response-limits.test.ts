import { expect, test } from 'vitest'
import { limits, limitViolation } from './response-limits.ts'

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

test.each([
  ['an ordinary body', '{"servers":[{"id":"1","name":"a, [b] {c}"}]}'],
  ['nesting up to the limit', nested(limits.depth)],
  ['as many values as the limit allows', `[${'0,'.repeat(limits.values - 2)}0]`],
  ['brackets and commas within a string', `{"name":"${'[,{'.repeat(300_000)}"}`],
  ['escaped quotes within a string', `{"name":"${'\\"[\\\\\\"{'.repeat(100)}"}`],
  ['a page that is not JSON', `<p>${'[{,'.repeat(300_000)}</p>`],
  ['an empty body', ''],
])('accepts %s', (_, text) => {
  expect(limitViolation(text)).toBeUndefined()
})

test.each([
  ['lists nested too deep', nested(limits.depth + 1), 'nested'],
  ['objects nested too deep, after white space', `\n ${'{"a":'.repeat(100)}`, 'nested'],
  ['deep nesting after a string that ends in an escaped backslash', `["\\\\",${nested(100)}]`, 'nested'],
  ['too many values', `[${'0,'.repeat(limits.values)}0]`, 'values'],
  ['too many small objects', `[${'{},'.repeat(limits.values / 2)}0]`, 'values'],
])('rejects %s', (_, text, violation) => {
  expect(limitViolation(text)).toContain(violation)
})

test('checks a text with millions of escapes quickly', () => {
  const start = performance.now()
  expect(limitViolation(`{"a":"${'\\\\'.repeat(2_000_000)}"}`)).toBeUndefined()
  expect(limitViolation(`{"a":"${'\\"'.repeat(2_000_000)}`)).toBeUndefined()
  expect(performance.now() - start).toBeLessThan(5_000)
})
