import { describe, expect, test } from 'vitest'
import { boundBelowSome, boundsBetween } from './flavor-sizes.ts'

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

describe('boundBelowSome', () => {
  test('returns a bound that keeps at least one flavor', () => {
    expect(boundBelowSome([20, 40])).toBe(30)
    expect(boundBelowSome([20, 20])).toBe(0)
  })

  test('returns no bound for flavors without a disk, which Nova keeps with minDisk 0 and the words of the document exclude', () => {
    expect(boundBelowSome([0, 0])).toBeUndefined()
    expect(boundBelowSome([0, 1])).toBeUndefined()
  })
})
