import { expect, test } from 'vitest'
import { firstRepeated } from './first-repeated.ts'

test('the first repeated text is found, and elements without a text are no repetition', () => {
  expect(firstRepeated(['a', undefined, 'b', undefined, 'b', 'a'])).toEqual({ value: 'b', first: 2, second: 4 })
  expect(firstRepeated(['a', undefined, undefined])).toBeUndefined()
})

test('a list of 500,000 elements is searched in less than 5 s', { timeout: 5_000 }, () =>
  expect(firstRepeated(Array.from({ length: 500_000 }, (_, index) => `id-${index}`))).toBeUndefined(),
)
