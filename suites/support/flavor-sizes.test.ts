import { describe, expect, test } from 'vitest'
import { boundsBetween } from './flavor-sizes.ts'

describe('boundsBetween', () => {
  test('divides sizes without meeting one', () => {
    expect(boundsBetween([40, 1, 20, 20])).toEqual([10, 30])
  })

  test('finds nothing between neighbours, equal sizes or a single one', () => {
    expect(boundsBetween([1, 2, 3])).toEqual([])
    expect(boundsBetween([5, 5])).toEqual([])
    expect(boundsBetween([5])).toEqual([])
  })

  test('keeps to the most that were asked for', () => {
    expect(boundsBetween([0, 10, 20, 30, 40, 50, 60, 70, 80, 90], 3)).toEqual([5, 35, 65])
  })
})
