import { describe, expect, test } from 'vitest'
import { badRequest } from '../server/errors.ts'
import { defineHook } from './hooks.ts'
import type { Override } from './overrides.ts'

/** Returns a cloud with some overrides, and the reports of their use. */
function cloudWith(...overrides: readonly Override[]) {
  const current = {}
  const reports: string[] = []
  for (const { hookName, install } of overrides) install(current, () => reports.push(hookName))
  return { cloud: { faults: { isEmpty: overrides.length === 0, current } }, reports }
}

type Cloud = ReturnType<typeof cloudWith>['cloud']

const double = defineHook('test.double', (_cloud: Cloud, value: number): number => 2 * value)

const positive = defineHook('test.positive', (_cloud: Cloud, value: number): number => {
  if (value < 0) throw badRequest('It is negative.')
  return value
})

describe('a hook', () => {
  test('has its correct behaviour without faults, and with faults of other hooks', () => {
    expect(double(cloudWith().cloud, 3)).toBe(6)
    expect(double(cloudWith(positive.override(() => 0)).cloud, 3)).toBe(6)
  })

  test('takes the faults of a call from its cloud', () => {
    const negate = defineHook('test.negate', (_call: { readonly cloud: Cloud }, value: number): number => -value)
    const { cloud } = cloudWith(negate.override((_original, _call, value) => value))
    expect(negate({ cloud }, 1)).toBe(1)
    expect(negate({ cloud: cloudWith().cloud }, 1)).toBe(-1)
  })

  test('is wrong only in the emulator that has the fault', () => {
    const { cloud } = cloudWith(double.override(() => 0))
    expect([double(cloud, 3), double(cloudWith().cloud, 3)]).toEqual([0, 6])
  })
})

describe('an override', () => {
  test('can use the behaviour without the fault, and reports its use', () => {
    const { cloud, reports } = cloudWith(double.override((original, scope, value) => original(scope, value + 1)))
    expect([double(cloud, 3), reports]).toEqual([8, ['test.double']])
  })

  test('with a condition neither applies nor reports where the condition does not hold', () => {
    const isOdd = (_cloud: Cloud, value: number) => value % 2 === 1
    const { cloud, reports } = cloudWith(double.overrideWhen(isOdd, () => 0))
    expect([double(cloud, 2), reports]).toEqual([4, []])
    expect([double(cloud, 3), reports]).toEqual([0, ['test.double']])
  })

  test('can be combined with others of the same hook', () => {
    const { cloud } = cloudWith(
      double.override((original, scope, value) => original(scope, value) + 1),
      double.override((original, scope, value) => original(scope, value) * 10),
    )
    expect(double(cloud, 3)).toBe(70)
  })

  test('in place of a rejection leaves other results and other errors alone', () => {
    const { cloud, reports } = cloudWith(positive.insteadOfRejection(() => 0))
    expect([positive(cloud, 5), reports]).toEqual([5, []])
    expect([positive(cloud, -5), reports]).toEqual([0, ['test.positive']])
    const failing = defineHook('test.failing', (_cloud: Cloud): number => {
      throw new TypeError('a bug')
    })
    expect(() => failing(cloudWith(failing.insteadOfRejection(() => 0)).cloud)).toThrow('a bug')
  })

  test('that observes sees every call and changes nothing', () => {
    const values: number[] = []
    const { cloud, reports } = cloudWith(double.observe((_cloud, value) => void values.push(value)))
    expect([double(cloud, 3), values, reports]).toEqual([6, [3], []])
  })
})
