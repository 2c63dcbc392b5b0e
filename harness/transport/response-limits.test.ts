import { expect, test } from 'vitest'
import { limits, limitViolation } from './response-limits.ts'

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

test.each([
  ['an ordinary body', '{"servers":[{"id":"1","name":"a, [b] {c}"}]}'],
  ['nesting up to the limit', nested(limits.depth)],
  ['as many values as are allowed', `[${'0,'.repeat(limits.values - 2)}0]`],
  ['brackets and commas within a string', `{"name":"${'[,{'.repeat(300_000)}"}`],
  ['quotes that do not end a string', `{"name":"${'\\"[\\\\\\"{'.repeat(100)}"}`],
  ['a page that is no JSON at all', `<p>${'[{,'.repeat(300_000)}</p>`],
  ['nothing', ''],
])('%s may be parsed', (_, text) => {
  expect(limitViolation(text)).toBeUndefined()
})

test.each([
  ['deeper lists', nested(limits.depth + 1), 'nested'],
  ['deeper objects, after white space', `\n ${'{"a":'.repeat(100)}`, 'nested'],
  ['a string that ends in an escaped backslash before the depth', `["\\\\",${nested(100)}]`, 'nested'],
  ['more values', `[${'0,'.repeat(limits.values)}0]`, 'values'],
  ['many small objects', `[${'{},'.repeat(limits.values / 2)}0]`, 'values'],
])('%s may not', (_, text, why) => {
  expect(limitViolation(text)).toContain(why)
})

test('millions of escapes take no long time', () => {
  const began = performance.now()
  expect(limitViolation(`{"a":"${'\\\\'.repeat(2_000_000)}"}`)).toBeUndefined()
  expect(limitViolation(`{"a":"${'\\"'.repeat(2_000_000)}`)).toBeUndefined()
  expect(performance.now() - began).toBeLessThan(5_000)
})
