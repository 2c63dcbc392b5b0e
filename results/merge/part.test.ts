import { expect, test } from 'vitest'
import type { RequestedPart } from '../report.ts'
import { mergeParts } from './part.ts'

const shard = (index: number): RequestedPart => ({ shards: { count: 3, indexes: [index] } })

test.each<[string, readonly (RequestedPart | undefined)[], RequestedPart | undefined]>([
  ['all shards are everything', [shard(1), shard(2), shard(3)], undefined],
  ['a shard that is missing', [shard(3), shard(1), shard(3)], { shards: { count: 3, indexes: [1, 3] } }],
  [
    'shards of a selection',
    [1, 2, 3].map((index) => ({ only: ['servers.*'], ...shard(index) })),
    { only: ['servers.*'] },
  ],
  ['selections', [{ only: ['a', 'b'] }, { only: ['b', 'c'] }], { only: ['a', 'b', 'c'] }],
  ['a selection beside everything', [{ only: ['a'] }, undefined], undefined],
  ['what was left out in all runs', [{ skip: ['a', 'b'] }, { skip: ['b'] }], { skip: ['b'] }],
  ['shards of different numbers', [shard(1), { shards: { count: 2, indexes: [2] } }], undefined],
])('mergeParts: %s', (_, parts, merged) => {
  expect(mergeParts(parts)).toEqual(merged)
})
