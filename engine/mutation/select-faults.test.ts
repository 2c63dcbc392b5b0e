import { describe, expect, test } from 'vitest'
import { faults } from '#emulator'
import { UsageError } from '#engine/errors'
import { wholeShard } from '#engine/runner'
import { selectFaults } from './select-faults.ts'

describe('the selected faults', () => {
  test('are all of them without a pattern', () => {
    expect(selectFaults([], wholeShard)).toEqual(faults)
  })

  test('match a name or a pattern', () => {
    const names = selectFaults(['request-id-*', 'body-as-list'], wholeShard).map(({ name }) => name)
    expect(names).toEqual(['request-id-missing', 'request-id-of-the-moment', 'request-id-constant', 'body-as-list'])
  })

  test('are divided among shards without loss or repetition', () => {
    const parts = [1, 2, 3].flatMap((index) => selectFaults([], { index, count: 3 }))
    expect(parts).toHaveLength(faults.length)
    expect(new Set(parts)).toEqual(new Set(faults))
  })

  test('are rejected for a name that matches no fault and for an empty shard', () => {
    expect(() => selectFaults(['no-such-fault'], wholeShard)).toThrow(UsageError)
    expect(() => selectFaults(['body-as-list'], { index: 2, count: 2 })).toThrow(/--shard 2\/2 is empty.* 1$/)
  })
})
