import { describe, expect, test } from 'vitest'
import type { Evidence, RequirementId } from '#model'
import { makeFinding } from '../report.fixture.ts'
import {
  asserting,
  type Circumstances,
  endedBy,
  failing,
  fullScope,
  inconclusive,
  makeTest,
  other,
  passing,
  resultOf,
  subject,
  subjectRequirement,
  toast,
} from './requirement-outcomes.fixture.ts'
import { computeOutcomes } from './requirement-outcomes.ts'

describe('a requirement that tests assert', () => {
  test('passes without a finding', () => {
    expect(resultOf([passing()])).toMatchObject({ outcome: 'pass', findings: [], level: 'must', group: 'actions' })
  })

  test('passes when contract validation observed it in any test', () => {
    const evidence = { ...asserting(other), observed: [subject] } satisfies Partial<Evidence>
    expect(resultOf([makeTest({ requirements: [other], evidence })]).outcome).toBe('pass')
  })

  test('fails on one finding, whatever the other tests show', () => {
    const finding = makeFinding('It was accepted.')
    const evidence: Partial<Evidence> = { assertions: [{ requirement: subject, by: 'contract', finding }] }
    const tests = [passing(), makeTest({ requirements: [], evidence }), makeTest(endedBy('TypeError')), inconclusive()]
    expect(resultOf(tests)).toMatchObject({ outcome: 'fail', findings: [finding] })
  })

  test('is an error if a test ended with an error of the suite', () => {
    const tests = [passing(), inconclusive(), makeTest(endedBy('TypeError', 'no such key'))]
    expect(resultOf(tests)).toMatchObject({ outcome: 'error', reason: 'TypeError: no such key' })
  })

  test('is inconclusive if a test was, and gives the reason', () => {
    const reason = 'The server did not become ACTIVE.'
    expect(resultOf([passing(), inconclusive(reason)])).toMatchObject({ outcome: 'inconclusive', reason })
  })

  test('is inconclusive if a request had no usable response', () => {
    expect(resultOf([makeTest(endedBy('RequestError'))]).outcome).toBe('inconclusive')
  })

  test('passes in a test that became inconclusive only if its last assertion had been made', () => {
    const ended = endedBy('InconclusiveError')
    const evidence = asserting(subject)
    expect(resultOf([makeTest({ ...ended, evidence })]).outcome).toBe('inconclusive')
    const completed: RequirementId[] = [subject]
    expect(resultOf([makeTest({ ...ended, evidence: { ...evidence, completed } })]).outcome).toBe('pass')
  })

  test('names the requirement whose violation made a precondition fail', () => {
    const errors = [{ name: 'InconclusiveError', message: 'not stopped', blockedBy: other }]
    expect(resultOf([makeTest({ state: 'failed', errors })])).toMatchObject({
      outcome: 'inconclusive',
      reason: 'not stopped',
      blockedBy: other,
    })
  })

  test.each([
    ['passes although a test was prevented by another requirement, if that requirement failed', true, 'pass'],
    ['is inconclusive if that requirement did not fail', false, 'inconclusive'],
  ])('%s', (_, isViolated, outcome) => {
    const errors = [{ name: 'InconclusiveError', message: 'not stopped', blockedBy: other }]
    const finding = makeFinding('It was not stopped.')
    const blocker = makeTest({ requirements: [other], evidence: asserting(other, isViolated ? { finding } : {}) })
    expect(resultOf([passing(), makeTest({ state: 'failed', errors }), blocker]).outcome).toBe(outcome)
    expect(resultOf([makeTest({ state: 'failed', errors }), blocker]).outcome).toBe('inconclusive')
  })

  test('passes although a test was prevented by a requirement that a violated one prevents', () => {
    const preventedBy = (blockedBy: RequirementId) =>
      ({ state: 'failed', errors: [{ name: 'InconclusiveError', message: 'not created', blockedBy }] }) as const
    const between = 'servers.create.answers'
    const tests = [
      passing(),
      makeTest(preventedBy(between)),
      makeTest({ requirements: [between], ...preventedBy(other) }),
      makeTest({ requirements: [other], evidence: asserting(other, { finding: makeFinding('It was rejected.') }) }),
    ]
    const ids: readonly RequirementId[] = [subject, between, other]
    const requirements = ids.map((id) => ({ ...subjectRequirement, id }))
    expect(computeOutcomes(requirements, tests, toast, fullScope).map(({ outcome }) => outcome)).toEqual([
      'pass',
      'inconclusive',
      'fail',
    ])
  })

  test.each([
    ['passes', ['actOnServer os-start'], 'pass'],
    ['is inconclusive', [], 'inconclusive'],
  ])('%s by a rejection if a valid request was accepted in these cases: %s', (_, accepted, outcome) => {
    const counterpart = { request: 'actOnServer os-start', requirement: other } as const
    const assertions = [{ requirement: subject, by: 'suite', counterpart }] as const
    const tests = [
      makeTest({ evidence: { assertions: [...assertions] } }),
      makeTest({ requirements: [other], evidence: { assertions: [{ requirement: other, by: 'suite' }], accepted } }),
    ]
    expect(resultOf(tests).outcome).toBe(outcome)
  })

  test.each([
    ['is left out beside another assertion', true, [{ requirement: subject, by: 'suite' }], 'pass'],
    ['counts beside another assertion', false, [{ requirement: subject, by: 'suite' }], 'inconclusive'],
    ['counts when it is the only assertion', true, [], 'inconclusive'],
  ] as const)('a rejection without its counterpart %s', (_, isOptional, others, outcome) => {
    const counterpart = { request: 'actOnServer os-start', isOptional }
    const assertions: Evidence['assertions'] = [...others, { requirement: subject, by: 'suite', counterpart }]
    expect(resultOf([makeTest({ evidence: { assertions } })]).outcome).toBe(outcome)
  })

  test('is unobserved if no test of the run was to send the counterpart of a rejected request', () => {
    const counterpart = { request: 'actOnServer os-start', requirement: other } as const
    const assertions: Evidence['assertions'] = [{ requirement: subject, by: 'suite', counterpart }]
    expect(resultOf([makeTest({ evidence: { assertions } })])).toMatchObject({
      outcome: 'unobserved',
      counterpart: other,
      reason: expect.stringContaining(other),
    })
  })

  test('is skipped if the target lacks what the counterpart of a rejected request needs', () => {
    const counterpart = { request: 'actOnServer addSecurityGroup', requirement: 'groups.add.attaches' } as const
    const assertions: Evidence['assertions'] = [{ requirement: subject, by: 'suite', counterpart }]
    const sender = makeTest({ requirements: ['groups.add.attaches'], state: 'skipped' })
    const scope = { missing: { securityGroup: 'give resources.securityGroup' } }
    expect(resultOf([makeTest({ evidence: { assertions } }), sender], { scope })).toMatchObject({
      outcome: 'skipped',
      reason: 'needs securityGroup: give resources.securityGroup',
    })
    const full = { ...scope, capabilities: ['server', 'securityGroup'] } as const
    expect(resultOf([makeTest({ evidence: { assertions } }), sender], { scope: full }).outcome).toBe('inconclusive')
  })

  test('does not fail because of a server error that valid requests meet, too', () => {
    const counterpart = { request: 'createServer' }
    const assertions: Evidence['assertions'] = [
      { requirement: subject, by: 'suite', counterpart, finding: makeFinding('It returned 500.') },
    ]
    expect(resultOf([makeTest({ evidence: { assertions } })]).outcome).toBe('inconclusive')
  })

  test('is inconclusive if the failure of another requirement ended the test', () => {
    const evidence = asserting(other, { finding: makeFinding('It was accepted.') })
    const stopped = makeTest({ ...endedBy('NonconformanceError'), requirements: [other, subject], evidence })
    expect(resultOf([stopped])).toMatchObject({
      outcome: 'inconclusive',
      reason: `not reached: ${other} failed`,
      findings: [],
    })
  })

  test('is inconclusive if the emulator reported an injected fault', () => {
    expect(resultOf([makeTest({ evidence: { injectedFaults: ['zones-hosts-exposed'] } })])).toMatchObject({
      outcome: 'inconclusive',
      reason: 'The emulator reported an injected fault during the test: zones-hosts-exposed.',
    })
  })

  test('is inconclusive if a test continued without the response that it is about', () => {
    const reason = 'GET /flavors failed: a gateway returned 502.'
    expect(resultOf([makeTest({ evidence: { failedRequests: [reason] } })])).toMatchObject({
      outcome: 'inconclusive',
      reason,
    })
  })

  test('is an error if a test that declares it passed without asserting it', () => {
    expect(resultOf([makeTest()])).toMatchObject({
      outcome: 'error',
      reason: '"a test" finished without asserting it',
    })
  })

  test('is not affected by errors of tests that do not declare it', () => {
    expect(resultOf([passing(), makeTest({ ...endedBy('TypeError'), requirements: [other] })]).outcome).toBe('pass')
  })

  test('passes although the target lacks a capability', () => {
    expect(resultOf([passing()], { requirement: { needs: ['volume'] } }).outcome).toBe('pass')
  })

  test('has the same result in any order of the tests', () => {
    const tests = [passing(), inconclusive(), failing()]
    expect(resultOf([...tests].reverse())).toEqual(resultOf(tests))
  })
})

describe('a requirement that no test asserts', () => {
  test('is unobserved if there is no reason', () => {
    expect(resultOf([])).toMatchObject({ outcome: 'unobserved' })
    expect(resultOf([])).not.toHaveProperty('reason')
  })

  test('is skipped if the target lacks a capability, with the setting to add', () => {
    const skipped = makeTest({ state: 'skipped', note: 'no volume' })
    expect(resultOf([skipped], { requirement: { needs: ['server', 'volume'] } })).toMatchObject({
      outcome: 'skipped',
      reason: 'needs volume: give resources.volume',
    })
  })

  test('is unobserved if its only tests send requests that the edition does not have', () => {
    const notes = [
      'Edition 2020-03 of the document does not have it.',
      'The edition of the document has no reservations.',
    ]
    const skipped = notes.map((note, index) => makeTest({ id: `${index}`, state: 'skipped', note }))
    expect(resultOf(skipped).outcome).toBe('unobserved')
    const other = makeTest({ id: '9', state: 'skipped', note: 'only one zone' })
    expect(resultOf([...skipped, other])).toMatchObject({ outcome: 'skipped', reason: 'only one zone' })
  })

  test('is skipped with the note of a skipped test', () => {
    expect(resultOf([makeTest({ state: 'skipped', note: 'only one zone' })])).toMatchObject({
      outcome: 'skipped',
      reason: 'only one zone',
    })
  })

  test('is skipped in a read-only run if it needs a write, else unobserved', () => {
    const scope = { readOnly: true }
    expect(resultOf([], { scope })).toMatchObject({ outcome: 'skipped', reason: 'the run is read-only' })
    expect(resultOf([], { scope, requirement: { operations: ['showServer'] } }).outcome).toBe('unobserved')
  })

  test('is skipped, not an error, if a test passed without the missing capability', () => {
    const lacking: Circumstances = { requirement: { needs: ['volume'] } }
    expect(resultOf([makeTest()], lacking).outcome).toBe('skipped')
    expect(resultOf([makeTest(), inconclusive()], lacking).outcome).toBe('inconclusive')
    expect(resultOf([makeTest(), makeTest({ state: 'skipped', note: 'only one zone' })]).outcome).toBe('error')
  })
})
