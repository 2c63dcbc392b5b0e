import { describe, expect, test } from 'vitest'
import { evaluate, evaluateRun, matchesDeclaration } from './evaluate.ts'
import { failing, faultNamed, other, own, third } from './mutation.fixture.ts'

describe('a run', () => {
  test('matches the declaration when only the own requirement of the fault fails', () => {
    const verdict = evaluateRun(faultNamed('a-fault'), failing(own))
    expect(verdict).toEqual({
      killed: true,
      reason: `${own} is broken`,
      collateral: [],
      missingCollateral: [],
      masked: [],
      errors: [],
    })
    expect(matchesDeclaration(verdict)).toBe(true)
  })

  test('gives the reason why a fault survived', () => {
    const survivor = { killed: false, reason: 'the requirement passed' }
    expect(evaluateRun(faultNamed('a-fault'), failing())).toMatchObject(survivor)
    const masked = [{ requirement: own, outcome: 'inconclusive', reason: 'no server' }]
    expect(evaluateRun(faultNamed('a-fault'), { ...failing(), masked }).reason).toBe('inconclusive: no server')
    expect(evaluateRun(faultNamed('a-fault'), { ...failing(), errors: ['it broke'] }).reason).toBe('it broke')
  })

  test('does not match when another requirement fails undeclared', () => {
    const verdict = evaluateRun(faultNamed('a-fault'), failing(own, other))
    expect(verdict.collateral).toEqual([{ requirement: other, finding: `${other} is broken` }])
    expect(matchesDeclaration(verdict)).toBe(false)
  })

  test('matches only when every declared collateral failure occurs', () => {
    const fault = faultNamed('a-fault', { [other]: 'both are the same' })
    expect(matchesDeclaration(evaluateRun(fault, failing(own, other)))).toBe(true)
    expect(evaluateRun(fault, failing(own, other)).collateral[0]?.declared).toBe('both are the same')
    const incomplete = evaluateRun(fault, failing(own))
    expect(incomplete.missingCollateral).toEqual([other])
    expect(matchesDeclaration(incomplete)).toBe(false)
  })

  test('lists masked requirements and does not count them as failures', () => {
    const masked = [{ requirement: other, outcome: 'error', reason: 'a bug' }]
    const verdict = evaluateRun(faultNamed('a-fault'), { ...failing(own), masked })
    expect(verdict.masked).toEqual(masked)
    expect(matchesDeclaration(verdict)).toBe(true)
  })
})

describe('several runs', () => {
  const fault = faultNamed('a-fault')

  test('are not needed when the first matches the declaration', () => {
    expect(evaluate(fault, [failing(own)])).toMatchObject({ decided: true, flaky: false })
  })

  test('decide when the second agrees with the first', () => {
    expect(evaluate(fault, [failing(own, other)]).decided).toBe(false)
    const twice = evaluate(fault, [failing(own, other), failing(other, own)])
    expect(twice).toMatchObject({ decided: true, flaky: false })
    expect(twice.verdict.collateral).toHaveLength(1)
  })

  test('that disagree are flaky, and the result that occurs twice counts', () => {
    expect(evaluate(fault, [failing(own, other), failing(own)])).toMatchObject({ decided: false, flaky: true })
    const good = evaluate(fault, [failing(own, other), failing(own), failing(own)])
    expect(good).toMatchObject({ decided: true, flaky: true })
    expect(matchesDeclaration(good.verdict)).toBe(true)
    const bad = evaluate(fault, [failing(), failing(own), failing()])
    expect(bad.verdict.killed).toBe(false)
  })

  test('that never agree decide nothing', () => {
    expect(evaluate(fault, [failing(other), failing(third), failing(own)])).toMatchObject({
      decided: false,
      flaky: true,
    })
  })
})
