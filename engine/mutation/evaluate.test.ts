import { describe, expect, test } from 'vitest'
import { evaluate, evaluateRun, matchesDeclaration } from './evaluate.ts'
import { failing, faultNamed, other, own, third } from './mutation.fixture.ts'

describe('a verdict', () => {
  test('is as declared when the fault turns its own requirement red and no other', () => {
    const verdict = evaluateRun(faultNamed('a-fault'), failing(own))
    expect(verdict).toMatchObject({ killed: true, because: `${own} is broken`, strays: [], absent: [], blinded: [] })
    expect(matchesDeclaration(verdict)).toBe(true)
  })

  test('tells why a fault was missed', () => {
    expect(evaluateRun(faultNamed('a-fault'), failing())).toMatchObject({ killed: false, because: 'it passed' })
    const blind = [{ requirement: own, outcome: 'inconclusive', reason: 'no server' }]
    expect(evaluateRun(faultNamed('a-fault'), { ...failing(), masked }).reason).toBe('inconclusive: no server')
    expect(evaluateRun(faultNamed('a-fault'), { ...failing(), errors: ['it broke'] }).reason).toBe('it broke')
  })

  test('does not let another requirement fail without a reason', () => {
    const verdict = evaluateRun(faultNamed('a-fault'), failing(own, other))
    expect(verdict.collateral).toEqual([{ requirement: other, finding: `${other} is broken` }])
    expect(matchesDeclaration(verdict)).toBe(false)
  })

  test('lets a declared one fail, and demands that it does', () => {
    const fault = faultNamed('a-fault', { [other]: 'they are one' })
    expect(matchesDeclaration(evaluateRun(fault, failing(own, other)))).toBe(true)
    expect(evaluateRun(fault, failing(own, other)).collateral[0]?.declared).toBe('they are one')
    const alone = evaluateRun(fault, failing(own))
    expect(alone.missingCollateral).toEqual([other])
    expect(matchesDeclaration(alone)).toBe(false)
  })

  test('tells what could not be judged, and does not take it for a failure', () => {
    const blind = [{ requirement: other, outcome: 'error', reason: 'ours' }]
    const verdict = evaluateRun(faultNamed('a-fault'), { ...failing(own), masked })
    expect(verdict.masked).toEqual(blind)
    expect(matchesDeclaration(verdict)).toBe(true)
  })
})

describe('several attempts', () => {
  const fault = faultNamed('a-fault')

  test('need no second one when the first is as declared', () => {
    expect(evaluate(fault, [failing(own)])).toMatchObject({ settled: true, unsteady: false })
  })

  test('need a second one that agrees when the first is not', () => {
    expect(evaluate(fault, [failing(own, other)]).decided).toBe(false)
    const twice = evaluate(fault, [failing(own, other), failing(other, own)])
    expect(twice).toMatchObject({ settled: true, unsteady: false })
    expect(twice.verdict.collateral).toHaveLength(1)
  })

  test('that disagree are unsteady, and the result seen twice counts', () => {
    expect(evaluate(fault, [failing(own, other), failing(own)])).toMatchObject({ settled: false, unsteady: true })
    const good = evaluate(fault, [failing(own, other), failing(own), failing(own)])
    expect(good).toMatchObject({ settled: true, unsteady: true })
    expect(matchesDeclaration(good.verdict)).toBe(true)
    const bad = evaluate(fault, [failing(), failing(own), failing()])
    expect(bad.verdict.killed).toBe(false)
  })

  test('that never agree settle nothing', () => {
    expect(evaluate(fault, [failing(other), failing(third), failing(own)])).toMatchObject({
      settled: false,
      unsteady: true,
    })
  })
})
