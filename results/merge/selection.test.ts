import { expect, test } from 'vitest'
import type { Report } from '../report.ts'
import { mergeSelections } from './selection.ts'

test.each<[string, readonly Report['selection'][], Report['selection']]>([
  ['equal selections', [{ only: ['a'] }, { only: ['a'] }], { only: ['a'] }],
  ['several selections', [{ only: ['a', 'b'] }, { only: ['b', 'c'] }], { only: ['a', 'b', 'c'] }],
  ['a selection beside everything', [{ only: ['a'] }, undefined], undefined],
  ['what was left out in all runs', [{ skip: ['a', 'b'] }, { skip: ['b'] }], { skip: ['b'] }],
  ['what was left out in one run', [{ skip: ['a'] }, undefined], undefined],
])('mergeSelections: %s', (_, selections, merged) => {
  expect(mergeSelections(selections)).toEqual(merged)
})
