import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonPreview } from './json-preview.ts'

/** What it has to look like, whatever it takes. */
const simple = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`
}

test('shows the beginning of any JSON value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6, noUnicodeString: false }), (value) => {
      expect(jsonPreview(value)).toBe(simple(value))
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['a string', 'x'.repeat(200)],
  ['a string that just fits', 'x'.repeat(118)],
  ['one that just does not', 'x'.repeat(119)],
  ['many numbers', Array.from({ length: 300 }, (_, index) => index % 3)],
  ['many members', Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, index]))],
  ['a name without end', { ['n'.repeat(500)]: 1, other: 2 }],
  ['own names of the prototype', JSON.parse('{"__proto__":{"a":1},"constructor":"c"}')],
])('so of %s', (_, value) => {
  expect(jsonPreview(value)).toBe(simple(value))
})

test('nothing is told as such, and much takes no longer than little', () => {
  expect(jsonPreview(undefined)).toBe('nothing')
  const much = Array.from({ length: 200_000 }, () => ({ name: 'x'.repeat(20) }))
  const began = performance.now()
  for (let count = 0; count < 1_000; count++) jsonPreview({ servers: much, text: 'y'.repeat(1_000_000) })
  expect(performance.now() - began).toBeLessThan(5_000)
})
