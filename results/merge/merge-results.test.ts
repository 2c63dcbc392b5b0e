import { describe, expect, test } from 'vitest'
import { finding, result, start } from '../report.fixture.ts'
import { outcomes } from '../report.ts'
import { mergeResults } from './merge-results.ts'

const order = ['fail', 'error', 'inconclusive', 'unstable', 'pass', 'skipped', 'unobserved'] as const

test('every outcome has its rank', () => {
  expect([...order].sort()).toEqual([...outcomes].sort())
})

describe.for(order.flatMap((high, at) => order.slice(at + 1).map((low) => [high, low] as const)))(
  '%s and %s',
  ([high, low]) => {
    test('the former outweighs the latter, whichever comes first', () => {
      const reasons = [result(start, high, { reason: 'high' }), result(start, low, { reason: 'low' })] as const
      for (const pair of [reasons, [reasons[1], reasons[0]] as const])
        expect(mergeResults(pair)).toMatchObject({ outcome: high, reason: 'high' })
    })
  },
)

test('findings of all are kept, equal ones once, and what is too much or was left out is counted', () => {
  const many = Array.from({ length: 8 }, (_, at) => finding(`finding ${at}`))
  const more = Array.from({ length: 5 }, (_, at) => finding(`finding ${at + 6}`))
  const both = mergeResults([
    result(start, 'fail', { findings: many, more: 2 }),
    result(start, 'fail', { findings: more, more: 1 }),
  ])
  expect(both.findings.map(({ message }) => message)).toEqual(Array.from({ length: 10 }, (_, at) => `finding ${at}`))
  expect(both.more).toBe(1 + 2 + 1)
})

test('readings of a contested statement are joined', () => {
  const both = mergeResults([result(start, 'pass', { variant: 'b' }), result(start, 'pass', { variant: 'a, b' })])
  expect(both.variant).toBe('a, b')
})

test('one in which it was off is heard only when there is no other', () => {
  const off = result(start, 'skipped', { off: true, reason: 'left out by --skip' })
  expect(mergeResults([off, result(start, 'unobserved')])).toEqual(result(start, 'unobserved'))
  expect(mergeResults([off, off])).toMatchObject({ off: true, reason: 'left out by --skip' })
})

describe('an excuse', () => {
  const waived = { reason: 'r', expires: '2026-01-01' }

  test('holds when every failure has one', () => {
    const both = mergeResults([
      result(start, 'fail', { waived }),
      result(start, 'pass'),
      result(start, 'fail', { known: 'k' }),
    ])
    expect(both).toMatchObject({ outcome: 'fail', waived, known: 'k' })
  })

  test('does not hold for a failure beside it', () => {
    const both = mergeResults([result(start, 'fail', { waived }), result(start, 'fail')])
    expect(both).not.toHaveProperty('waived')
  })
})
