import { describe, expect, test } from 'vitest'
import { faults } from '#emulator'
import { groupFaults, separateRuns } from './group-faults.ts'
import type { MutantRun } from './mutant-run.ts'
import { failing, faultNamed, other, own, third } from './mutation.fixture.ts'

const a = faultNamed('a')
const b = { ...faultNamed('b'), requirement: other }
const c = { ...faultNamed('c'), requirement: third }
const nothingMasked = new Map(faults.map(({ name }) => [name, []]))

describe('groups of faults', () => {
  test('contain every fault once, and no requirement twice', () => {
    const groups = groupFaults(faults, { masked: nothingMasked })
    expect(new Set(groups.flat())).toEqual(new Set(faults))
    expect(groups.flat()).toHaveLength(faults.length)
    expect(groups.length).toBeLessThan(faults.length / 4)
    for (const group of groups) {
      const failed = group.flatMap(({ requirement, alsoFails = {} }) => [requirement, ...Object.keys(alsoFails)])
      expect(new Set(failed).size).toBe(failed.length)
    }
  })

  test('leave a fault alone that has not been run alone before', () => {
    expect(groupFaults([a, b], { masked: new Map([['a', []]]) })).toEqual([[a], [b]])
  })

  test('contain those again that shared a run before, as far as they still can', () => {
    const masked = new Map(faults.map(({ name }) => [name, []]))
    const [first, second, third, ...others] = faults.filter((fault) => !fault.inOperatorStates)
    const inOperatorStates = faults.find((fault) => fault.inOperatorStates)
    if (!first || !second || !third || !inOperatorStates) throw new TypeError('there are such faults')
    const selected = [first, second, third, inOperatorStates, ...others.slice(0, 40)]
    const measured = [['deleted', third.name, inOperatorStates.name, first.name], ['deleted too']]
    const groups = groupFaults(selected, { masked, measured })
    expect(groups[0]).toEqual([third, first])
    expect(new Set(groups.flat())).toEqual(new Set(selected))
    expect(groups.flat()).toHaveLength(selected.length)
  })

  test('keep a fault apart from one that leaves its requirement undecided', () => {
    const masked = new Map<string, string[]>([
      ['a', [b.requirement]],
      ['b', []],
      ['c', []],
    ])
    expect(groupFaults([a, b, c], { masked })).toEqual([[a, c], [b]])
  })
})

describe('the run of a group', () => {
  const failed = (run: MutantRun | undefined) => run?.failures.map(({ requirement }) => requirement)

  test('is separated into one for each fault', () => {
    const { runs, hidden, halves } = separateRuns([a, b], failing(own, other))
    expect(failed(runs.get(a))).toEqual([own])
    expect(failed(runs.get(b))).toEqual([other])
    expect(hidden).toEqual([])
    expect(halves).toEqual([])
  })

  test('shows which fault another hid', () => {
    const { runs, hidden } = separateRuns([a, b], failing(own))
    expect([...runs.keys()]).toEqual([a])
    expect(hidden).toEqual([b])
  })

  test.each([
    ['another requirement failed', failing(own, other, third)],
    ['there was an error', { ...failing(own, other), errors: ['It did not finish.'] }],
  ])('is repeated in halves when %s', (_, run) => {
    const { runs, halves } = separateRuns([a, b, { ...a, name: 'd' }], run)
    expect(runs.size).toBe(0)
    expect(halves.map((group) => group.map(({ name }) => name))).toEqual([['a', 'b'], ['d']])
  })
})
