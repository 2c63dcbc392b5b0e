import { describe, expect, test } from 'vitest'
import { faults } from '#emulator'
import { UsageError } from '../errors.ts'
import { selectFaults } from './select-faults.ts'

const whole = { index: 1, count: 1 }

describe('the choice of faults', () => {
  test('is all of them when none is named', () => {
    expect(selectFaults([], whole)).toEqual(faults)
  })

  test('follows names and patterns', () => {
    const names = selectFaults(['request-id-*', 'body-as-list'], whole).map(({ name }) => name)
    expect(names).toEqual(['request-id-missing', 'request-id-of-the-moment', 'request-id-constant', 'body-as-list'])
  })

  test('is shared out without loss or repetition', () => {
    const parts = [1, 2, 3].flatMap((index) => selectFaults([], { index, count: 3 }))
    expect(parts).toHaveLength(faults.length)
    expect(new Set(parts)).toEqual(new Set(faults))
  })

  test('refuses a name that fits no fault, and a part with nothing in it', () => {
    expect(() => selectFaults(['no-such-fault'], whole)).toThrow(UsageError)
    expect(() => selectFaults(['body-as-list'], { index: 2, count: 2 })).toThrow(/--shard 2\/2 is empty.* 1\.$/)
  })
})
