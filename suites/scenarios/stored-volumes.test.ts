import { expect, test } from 'vitest'
import { findTooSmall } from './stored-volumes.ts'

test('of three volumes, one is too small if two are smaller than the second one was requested', () => {
  expect(findTooSmall([30, 10, 10])?.actual).toBe('30, 10, 10')
  for (const sizes of [
    [30, 10, 11],
    [20, 30, 10],
    [30, 10],
    [10, 10],
    [30, 10, undefined],
  ])
    expect(findTooSmall(sizes)).toBeUndefined()
})
