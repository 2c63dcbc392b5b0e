import { describe, expect, test } from 'vitest'
import { faults } from '#emulator'
import { UsageError } from '#engine/errors'
import { wholeShard } from '#engine/runner'
import { selectFaults } from './select-faults.ts'

const suiteFaults = faults.filter(({ needsSequence }) => !needsSequence)

describe('the selected faults', () => {
  test('are all of them without a pattern, but for those that only an exploration finds', () => {
    expect(selectFaults([], wholeShard)).toEqual(suiteFaults)
    expect(selectFaults(['sequence-*'], wholeShard)).toEqual(faults.filter(({ needsSequence }) => needsSequence))
  })

  test('match a name or a pattern', () => {
    const names = selectFaults(['request-id-*', 'body-as-list'], wholeShard).map(({ name }) => name)
    expect(names).toEqual(['request-id-missing', 'request-id-of-the-moment', 'request-id-constant', 'body-as-list'])
  })

  test('are divided among shards without loss or repetition', () => {
    const parts = [1, 2, 3].flatMap((index) => selectFaults([], { index, count: 3 }))
    expect(parts).toHaveLength(suiteFaults.length)
    expect(new Set(parts)).toEqual(new Set(suiteFaults))
  })

  test('are part of the changed ones, and may be none of them', () => {
    const changed = faults.filter(({ name }) => name === 'body-as-list' || name.startsWith('sequence-'))
    expect(selectFaults([], wholeShard, changed)).toMatchObject([{ name: 'body-as-list' }])
    expect(selectFaults(['request-id-*'], wholeShard, changed)).toEqual([])
    expect(selectFaults([], { index: 2, count: 2 }, changed)).toEqual([])
  })

  test('are rejected for a name that matches no fault and for an empty shard', () => {
    expect(() => selectFaults(['no-such-fault'], wholeShard)).toThrow(UsageError)
    expect(() => selectFaults(['body-as-list'], { index: 2, count: 2 })).toThrow(/--shard 2\/2 is empty.* 1$/)
  })
})
