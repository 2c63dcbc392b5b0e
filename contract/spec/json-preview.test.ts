import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonPreview } from './json-preview.ts'

/** Returns the same result without regard to time and memory. */
const simplePreview = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`
}

test('shows the beginning of any JSON value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6, noUnicodeString: false }), (value) => {
      expect(jsonPreview(value)).toBe(simplePreview(value))
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['a long string', 'x'.repeat(200)],
  ['a string that just fits', 'x'.repeat(118)],
  ['a string that is one character too long', 'x'.repeat(119)],
  ['a list of many numbers', Array.from({ length: 300 }, (_, index) => index % 3)],
  ['an object with many members', Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, index]))],
  ['an object with a long name', { ['n'.repeat(500)]: 1, other: 2 }],
  [
    'an object with own members named like those of the prototype',
    JSON.parse('{"__proto__":{"a":1},"constructor":"c"}'),
  ],
])('shows the beginning of %s', (_, value) => {
  expect(jsonPreview(value)).toBe(simplePreview(value))
})

test('shows undefined as "nothing"', () => {
  expect(jsonPreview(undefined)).toBe('nothing')
})

test('takes no longer for a large value than for a small one', () => {
  const servers = Array.from({ length: 200_000 }, () => ({ name: 'x'.repeat(20) }))
  const start = performance.now()
  for (let count = 0; count < 1_000; count++) jsonPreview({ servers, text: 'y'.repeat(1_000_000) })
  expect(performance.now() - start).toBeLessThan(5_000)
})
