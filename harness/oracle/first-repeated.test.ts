import { expect, test } from 'vitest'
import { firstRepeated } from './first-repeated.ts'

test('the first repeated text is found, and elements without a text are no repetition', () => {
  expect(firstRepeated(['a', undefined, 'b', undefined, 'b', 'a'])).toEqual({ value: 'b', first: 2, second: 4 })
  expect(firstRepeated(['a', undefined, undefined])).toBeUndefined()
})

// In quadratic time it would take minutes.
test('a list of 200,000 elements is searched before the test times out', { timeout: 60_000 }, () =>
  expect(firstRepeated(Array.from({ length: 200_000 }, (_, index) => `id-${index}`))).toBeUndefined(),
)
