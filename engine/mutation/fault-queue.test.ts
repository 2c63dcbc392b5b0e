import { expect, test } from 'vitest'
import { FaultQueue } from './fault-queue.ts'
import type { FaultGroup } from './group-faults.ts'
import { failing, faultNamed, other, own, third } from './mutation.fixture.ts'

const a = faultNamed('a')
const b = { ...faultNamed('b'), requirement: other }
const c = { ...faultNamed('c'), requirement: third }
const d = { ...faultNamed('d'), requirement: third }
const nothingMasked = new Map([
  ['a', []],
  ['b', []],
  // `c` and `d` fail the same requirement: one group each.
  ['c', []],
  ['d', []],
])

const namesOf = (groups: readonly FaultGroup[]) => groups.map((group) => group.map(({ name }) => name).join('+'))

test('faults that others hid share another run once all groups have been run; what is hidden again is run alone', () => {
  const queue = new FaultQueue([a, c, b, d], { masked: nothingMasked })
  expect(namesOf(queue.groups)).toEqual(['a+c+b', 'd'])
  const [shared, alone] = queue.groups
  if (!shared || !alone) throw new TypeError('there are two groups')
  expect(queue.record(alone, failing(third))).toEqual({ runs: new Map([[d, failing(third)]]), next: [] })
  // Only `a` shows: `b` and `c` were in one group, which may be why.
  const { runs, next } = queue.record(shared, failing(own))
  expect([...runs.keys()]).toEqual([a])
  expect(namesOf(next)).toEqual(['c', 'b'])
  expect(queue.measured).toEqual([])
})

test('the faults that have shared a run are known afterwards, without those that were hidden', () => {
  const queue = new FaultQueue([a, b, c], { masked: nothingMasked })
  const [group] = queue.groups
  if (!group) throw new TypeError('there is one group')
  queue.record(group, failing(own, third))
  expect(queue.measured).toEqual([['a', 'c']])
})

test('a second run contains faults of different groups only', () => {
  const e = { ...faultNamed('e'), requirement: own }
  const queue = new FaultQueue([a, e, c, d], { masked: new Map([...nothingMasked, ['e', []]]) })
  expect(namesOf(queue.groups)).toEqual(['a+c', 'e+d'])
  const [first, second] = queue.groups
  if (!first || !second) throw new TypeError('there are two groups')
  // The first group has been run, and the second has not.
  expect(queue.record(first, failing(own)).next).toEqual([])
  const [again, ...others] = queue.record(second, failing(third)).next
  expect(again?.map(({ name }) => name)).toEqual(['c', 'e'])
  expect(others).toEqual([])
  if (again) expect(namesOf(queue.record(again, failing(third)).next)).toEqual(['e'])
})

test('the halves of a group with an undeclared failure are run before what is hidden is', () => {
  const queue = new FaultQueue([a, b, c], { masked: nothingMasked })
  const [group] = queue.groups
  if (!group) throw new TypeError('there is one group')
  const [half, single] = queue.record(group, failing(own, other, third, 'zones.list.answers')).next
  expect(half?.map(({ name }) => name)).toEqual(['a', 'b'])
  expect(single?.map(({ name }) => name)).toEqual(['c'])
  if (half) expect(namesOf(queue.record(half, failing(own)).next)).toEqual(['b'])
})
