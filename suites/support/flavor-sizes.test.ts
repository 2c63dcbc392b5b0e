import { describe, expect, test } from 'vitest'
import { boundsBetween } from './flavor-sizes.ts'

describe('boundsBetween', () => {
  test('returns bounds between the sizes that equal none of them', () => {
    expect(boundsBetween([40, 1, 20, 20])).toEqual([10, 30])
  })

  test('returns nothing for adjacent integers, equal sizes or a single size', () => {
    expect(boundsBetween([1, 2, 3])).toEqual([])
    expect(boundsBetween([5, 5])).toEqual([])
    expect(boundsBetween([5])).toEqual([])
  })

  test('returns at most the given number of bounds', () => {
    expect(boundsBetween([0, 10, 20, 30, 40, 50, 60, 70, 80, 90], 3)).toEqual([5, 35, 65])
  })
})
