import { describe, expect, test } from 'vitest'
import { failing, faultNamed, other, own, third } from './fixtures.fixture.ts'
import { isAsDeclared, judged, verdictOf } from './verdict.ts'

describe('a verdict', () => {
  test('is as declared when the fault turns its own requirement red and no other', () => {
    const verdict = verdictOf(faultNamed('a-fault'), failing(own))
    expect(verdict).toMatchObject({ killed: true, because: `${own} is broken`, strays: [], absent: [], blinded: [] })
    expect(isAsDeclared(verdict)).toBe(true)
  })

  test('tells why a fault was missed', () => {
    expect(verdictOf(faultNamed('a-fault'), failing())).toMatchObject({ killed: false, because: 'it passed' })
    const blind = [{ requirement: own, outcome: 'inconclusive', reason: 'no server' }]
    expect(verdictOf(faultNamed('a-fault'), { ...failing(), blind }).because).toBe('inconclusive: no server')
    expect(verdictOf(faultNamed('a-fault'), { ...failing(), troubles: ['it broke'] }).because).toBe('it broke')
  })

  test('does not let another requirement fail without a reason', () => {
    const verdict = verdictOf(faultNamed('a-fault'), failing(own, other))
    expect(verdict.strays).toEqual([{ requirement: other, finding: `${other} is broken` }])
    expect(isAsDeclared(verdict)).toBe(false)
  })

  test('lets a declared one fail, and demands that it does', () => {
    const fault = faultNamed('a-fault', { [other]: 'they are one' })
    expect(isAsDeclared(verdictOf(fault, failing(own, other)))).toBe(true)
    expect(verdictOf(fault, failing(own, other)).strays[0]?.declared).toBe('they are one')
    const alone = verdictOf(fault, failing(own))
    expect(alone.absent).toEqual([other])
    expect(isAsDeclared(alone)).toBe(false)
  })

  test('tells what could not be judged, and does not take it for a failure', () => {
    const blind = [{ requirement: other, outcome: 'error', reason: 'ours' }]
    const verdict = verdictOf(faultNamed('a-fault'), { ...failing(own), blind })
    expect(verdict.blinded).toEqual(blind)
    expect(isAsDeclared(verdict)).toBe(true)
  })
})

describe('several attempts', () => {
  const fault = faultNamed('a-fault')

  test('need no second one when the first is as declared', () => {
    expect(judged(fault, [failing(own)])).toMatchObject({ settled: true, unsteady: false })
  })

  test('need a second one that agrees when the first is not', () => {
    expect(judged(fault, [failing(own, other)]).settled).toBe(false)
    const twice = judged(fault, [failing(own, other), failing(other, own)])
    expect(twice).toMatchObject({ settled: true, unsteady: false })
    expect(twice.verdict.strays).toHaveLength(1)
  })

  test('that disagree are unsteady, and the result seen twice counts', () => {
    expect(judged(fault, [failing(own, other), failing(own)])).toMatchObject({ settled: false, unsteady: true })
    const good = judged(fault, [failing(own, other), failing(own), failing(own)])
    expect(good).toMatchObject({ settled: true, unsteady: true })
    expect(isAsDeclared(good.verdict)).toBe(true)
    const bad = judged(fault, [failing(), failing(own), failing()])
    expect(bad.verdict.killed).toBe(false)
  })

  test('that never agree settle nothing', () => {
    expect(judged(fault, [failing(other), failing(third), failing(own)])).toMatchObject({
      settled: false,
      unsteady: true,
    })
  })
})
