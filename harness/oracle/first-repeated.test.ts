import { expect, test } from 'vitest'
import { firstRepeated } from './first-repeated.ts'

test('the first repeated text is found, and elements without a text are no repetition', () => {
  expect(firstRepeated(['a', undefined, 'b', undefined, 'b', 'a'])).toEqual({ value: 'b', first: 2, second: 4 })
  expect(firstRepeated(['a', undefined, undefined])).toBeUndefined()
})

test('a list is searched in linear time: each element is read once', () => {
  let reads = 0
  const ids = Array.from({ length: 1_000 }, (_, index) => `id-${index}`)
  const counted = new Proxy(ids, {
    get(target, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads++
      return Reflect.get(target, key, receiver)
    },
  })
  expect(firstRepeated(counted)).toBeUndefined()
  expect(reads).toBe(1_000)
})
