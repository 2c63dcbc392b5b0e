import { describe, expect, test } from 'vitest'
import { makeFinding, makeResult, oneKey } from '../report.fixture.ts'
import { outcomes, type RequirementResult } from '../report.ts'
import { decideCounterparts, mergeResults } from './merge-results.ts'

const precedence = ['fail', 'error', 'inconclusive', 'unstable', 'pass', 'skipped', 'unobserved'] as const
const pairs = precedence.flatMap((high, index) => precedence.slice(index + 1).map((low) => [high, low] as const))

describe('mergeResults', () => {
  test('has a precedence for every outcome', () => {
    expect([...precedence].sort()).toEqual([...outcomes].sort())
  })

  test.for(pairs)('prefers %s to %s, in any order', ([high, low]) => {
    const first = makeResult(oneKey, high, { reason: 'high' })
    const second = makeResult(oneKey, low, { reason: 'low' })
    expect(mergeResults([first, second])).toMatchObject({ outcome: high, reason: 'high' })
    expect(mergeResults([second, first])).toMatchObject({ outcome: high, reason: 'high' })
  })

  test('keeps what one of several equal outcomes says beyond it, in any order', () => {
    const plain = makeResult(oneKey, 'unobserved')
    const open = makeResult(oneKey, 'unobserved', { counterpart: 'servers.reboot.hard', reason: 'no counterpart' })
    expect(mergeResults([plain, open])).toEqual(open)
    expect(mergeResults([open, plain])).toEqual(open)
  })

  test('keeps distinct findings up to the limit and counts the others', () => {
    const numbered = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) => makeFinding(`finding ${from + n}`))
    const merged = mergeResults([
      makeResult(oneKey, 'fail', { findings: numbered(0, 8), more: 2 }),
      makeResult(oneKey, 'fail', { findings: numbered(6, 11), more: 1 }),
    ])
    expect(merged.findings).toEqual(numbered(0, 10))
    expect(merged.more).toBe(1 + 2 + 1)
  })

  test('joins the interpretations of a contested statement', () => {
    const merged = mergeResults([
      makeResult(oneKey, 'pass', { variant: 'b' }),
      makeResult(oneKey, 'pass', { variant: 'a, b' }),
    ])
    expect(merged.variant).toBe('a, b')
  })

  test('uses results of runs that excluded the requirement only if there are no others', () => {
    const off = makeResult(oneKey, 'skipped', { off: true, reason: 'left out by --skip' })
    expect(mergeResults([off, makeResult(oneKey, 'unobserved')])).toEqual(makeResult(oneKey, 'unobserved'))
    expect(mergeResults([off, off])).toMatchObject({ off: true, reason: 'left out by --skip' })
  })

  const waived = { reason: 'r', expires: '2026-01-01' }

  test('keeps the exemption if every failure is exempt', () => {
    const merged = mergeResults([
      makeResult(oneKey, 'fail', { waived }),
      makeResult(oneKey, 'pass'),
      makeResult(oneKey, 'fail', { known: 'also failed in run a' }),
    ])
    expect(merged).toMatchObject({ outcome: 'fail', waived, known: 'also failed in run a' })
  })

  test('drops the exemption if one failure is not exempt', () => {
    const merged = mergeResults([makeResult(oneKey, 'fail', { waived }), makeResult(oneKey, 'fail')])
    expect(merged).not.toHaveProperty('waived')
  })
})

describe('decideCounterparts', () => {
  const counterpart = 'servers.reboot.hard'
  const rejection = makeResult(oneKey, 'unobserved', { counterpart, reason: 'no counterpart in this shard' })
  const decide = (outcome: RequirementResult['outcome']) =>
    decideCounterparts([rejection, makeResult(counterpart, outcome)])[0]

  test('passes a rejection whose counterpart was accepted in another shard', () => {
    expect(decide('pass')).toEqual({ ...makeResult(oneKey, 'pass') })
  })

  test('leaves it inconclusive if the counterpart was rejected', () => {
    expect(decide('fail')).toMatchObject({ outcome: 'inconclusive', blockedBy: counterpart })
  })

  test.for(['skipped', 'unobserved'] as const)('leaves it unobserved if the counterpart is %s', (outcome) => {
    expect(decide(outcome)).toBe(rejection)
  })
})
