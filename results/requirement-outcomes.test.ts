import { describe, expect, test } from 'vitest'
import type { Profile, Requirement } from '#contract'
import type { Evidence, Finding, RequirementId } from '#model'

import { type Asked, computeOutcomes } from './requirement-outcomes.ts'
import { emptyEvidence, type TestError, type TestResult } from './test-result.ts'

const subject = 'servers.start.only-shutoff'
const other = 'servers.start.becomes-active'

const requirementOf = (id: RequirementId, change: Partial<Requirement> = {}): Requirement => ({
  id,
  level: 'must',
  basis: 'documented',
  text: { en: 'The sentence.', ko: '문장.' },
  statements: [],
  operations: ['actOnServer'],
  needs: [],
  codes: [],
  vendor: false,
  variants: [],
  group: 'actions',
  ...change,
})

const toast: Profile = { id: 'toast', text: { en: '', ko: '' }, changes: [] }
const everything: Asked = {
  capabilities: ['server'],
  missing: { volume: 'give resources.volume' },
  selection: { only: [], skip: [], off: {} },
  readOnly: false,
}

const finding = (change: Partial<Finding> = {}): Finding => ({
  message: 'It answered 202.',
  at: 'status',
  expected: '409',
  actual: '202',
  ...change,
})

let cases = 0
const caseOf = (change: Partial<Omit<TestResult, 'evidence'>> & { evidence?: Partial<Evidence> } = {}): TestResult => ({
  id: `suite > case ${++cases}`,
  title: 'a case',
  state: 'passed',
  requirements: [subject],
  errors: [],
  ...change,
  evidence: { ...emptyEvidence(), ...change.evidence },
})

const judged = (id: RequirementId, change: { finding?: Finding; variant?: string } = {}): Partial<Evidence> => ({
  assertions: [{ requirement: id, by: 'suite', ...change }],
})
const stopped = (name: string, message = 'stopped'): { state: 'failed'; errors: TestError[] } => ({
  state: 'failed',
  errors: [{ name, message }],
})
const passing = () => caseOf({ evidence: judged(subject) })

interface Context {
  readonly requirement?: Partial<Requirement>
  readonly profile?: Profile
  readonly settings?: Partial<Asked>
}

function outcome(results: readonly TestResult[], { requirement = {}, profile = toast, settings = {} }: Context = {}) {
  const [result] = computeOutcomes([requirementOf(subject, requirement)], results, profile, {
    ...everything,
    ...settings,
  })
  if (!result) throw new Error('judgeRequirements gave nothing')
  return result
}

describe('what decides', () => {
  test('a judgement without a finding is a pass', () => {
    expect(outcome([passing()])).toMatchObject({ outcome: 'pass', findings: [], level: 'must', group: 'actions' })
  })

  test('an observation by the contract is a pass, whichever test made it', () => {
    const stranger = caseOf({ requirements: [other], evidence: { ...judged(other), observed: [subject] } })
    expect(outcome([stranger]).outcome).toBe('pass')
  })

  test('one finding fails it, though everything else passed, erred or was inconclusive', () => {
    const charged = caseOf({
      requirements: [],
      evidence: { assertions: [{ requirement: subject, by: 'contract', finding: finding() }] },
    })
    const all = [passing(), charged, caseOf(stopped('TypeError')), caseOf(stopped('InconclusiveError'))]
    expect(outcome(all)).toMatchObject({ outcome: 'fail', findings: [finding()] })
  })

  test('an error of ours outranks inconclusive and pass', () => {
    const result = outcome([
      passing(),
      caseOf(stopped('InconclusiveError')),
      caseOf(stopped('TypeError', 'no such key')),
    ])
    expect(result).toMatchObject({ outcome: 'error', reason: 'TypeError: no such key' })
  })

  test('inconclusive outranks pass and says why', () => {
    const result = outcome([passing(), caseOf(stopped('InconclusiveError', 'The server never became ACTIVE.'))])
    expect(result).toMatchObject({ outcome: 'inconclusive', reason: 'The server never became ACTIVE.' })
  })

  test('a request without a usable response is inconclusive', () => {
    expect(outcome([caseOf(stopped('RequestError', 'GET / failed.'))])).toMatchObject({ outcome: 'inconclusive' })
  })

  test('what was judged before the test became inconclusive stays judged', () => {
    expect(outcome([caseOf({ ...stopped('InconclusiveError'), evidence: judged(subject) })]).outcome).toBe('pass')
  })

  test('a breach of another requirement on the way makes it inconclusive, not failed', () => {
    const evidence = judged(other, { finding: finding() })
    const result = outcome([caseOf({ ...stopped('NonconformanceError'), requirements: [other, subject], evidence })])
    expect(result).toMatchObject({ outcome: 'inconclusive', reason: `not reached: ${other} failed`, findings: [] })
  })

  test('a test that passes without judging what it declared is our error', () => {
    expect(outcome([caseOf()])).toMatchObject({ outcome: 'error', reason: '"a case" ended without judging it' })
  })

  test('errors of tests that do not declare it leave it alone', () => {
    expect(outcome([passing(), caseOf({ ...stopped('TypeError'), requirements: [other] })]).outcome).toBe('pass')
  })

  test('the order of the tests changes nothing', () => {
    const results = [
      passing(),
      caseOf(stopped('InconclusiveError')),
      caseOf({ evidence: judged(subject, { finding: finding() }) }),
    ]
    expect(outcome([...results].reverse())).toEqual(outcome(results))
  })
})

describe('what nobody reached', () => {
  test('is unobserved when nothing explains it', () => {
    expect(outcome([])).toMatchObject({ outcome: 'unobserved' })
    expect(outcome([])).not.toHaveProperty('reason')
  })

  test('is skipped when the target lacks something, with what to configure', () => {
    const result = outcome([caseOf({ state: 'skipped', note: 'no volume' })], {
      requirement: { needs: ['server', 'volume'] },
    })
    expect(result).toMatchObject({ outcome: 'skipped', reason: 'needs volume: give resources.volume' })
  })

  test('is skipped by the note of the test that skipped itself', () => {
    expect(outcome([caseOf({ state: 'skipped', note: 'only one zone' })])).toMatchObject({
      outcome: 'skipped',
      reason: 'only one zone',
    })
  })

  test('is skipped in a read-only run when it is about a change, unobserved when about reading', () => {
    const settings = { readOnly: true }
    expect(outcome([], { settings })).toMatchObject({ outcome: 'skipped', reason: 'the run is read-only' })
    expect(outcome([], { settings, requirement: { operations: ['showServer'] } }).outcome).toBe('unobserved')
  })

  test('is skipped, not our error, when a test went without what the target lacks', () => {
    const lacking: Context = { requirement: { needs: ['volume'] } }
    expect(outcome([caseOf()], lacking).outcome).toBe('skipped')
    expect(outcome([caseOf(), caseOf(stopped('InconclusiveError'))], lacking).outcome).toBe('inconclusive')
    expect(outcome([caseOf(), caseOf({ state: 'skipped', note: 'one zone only' })]).outcome).toBe('error')
  })

  test('is still judged when data reached it although a capability is missing', () => {
    expect(outcome([passing()], { requirement: { needs: ['volume'] } }).outcome).toBe('pass')
  })
})

describe('what is not asked', () => {
  const broken = () => caseOf({ evidence: judged(subject, { finding: finding() }) })
  const selection = { only: [], skip: [], off: {} }

  test.for<[string, Context, string]>([
    ['the profile', { settings: { selection: { ...selection, off: { [subject]: 'Not here.' } } } }, 'Not here.'],
    ['--skip', { settings: { selection: { ...selection, skip: ['servers.*.only-shutoff'] } } }, 'left out by --skip'],
    ['--only', { settings: { selection: { ...selection, only: ['servers.start'] } } }, 'not selected by --only'],
  ])('never fails: %s', ([, how, why]) => {
    expect(outcome([broken()], how)).toMatchObject({ outcome: 'skipped', off: true, reason: why, findings: [] })
  })

  test('--only keeps what its patterns match whole', () => {
    const settings = { selection: { ...selection, only: ['servers.start.*'] } }
    expect(outcome([broken()], { settings }).outcome).toBe('fail')
  })
})

describe('profiles and variants', () => {
  test('a profile changes the level', () => {
    const changes = [{ requirement: subject, level: 'may', reason: { en: '', ko: '' } }] as const
    expect(outcome([passing()], { profile: { ...toast, changes } }).level).toBe('may')
  })

  test('the readings that the target follows are named once each', () => {
    const results = ['b', 'a', 'b'].map((variant) => caseOf({ evidence: judged(subject, { variant }) }))
    expect(outcome(results)).toMatchObject({ outcome: 'pass', variant: 'a, b' })
  })

  test('a reading that the profile does not accept is a failure', () => {
    const changes = [{ requirement: subject, variants: ['strict'], reason: { en: '', ko: '' } }] as const
    const profile = { ...toast, changes }
    const follow = (variant: string) => outcome([caseOf({ evidence: judged(subject, { variant }) })], { profile })
    expect(follow('strict').outcome).toBe('pass')
    expect(follow('loose')).toMatchObject({ outcome: 'fail', findings: [{ expected: 'strict', actual: 'loose' }] })
  })
})

describe('findings', () => {
  const uuid = (n: number) => `0b1f6e2a-92c4-4a43-8f0e-${`${n}`.padStart(12, '0')}`
  const failing = (findings: readonly Finding[]) =>
    outcome(findings.map((each) => caseOf({ evidence: judged(subject, { finding: each }) })))

  test('that differ only in the resource are one, the earliest exchange shown', () => {
    const result = failing(
      [9, 4, 7].map((exchange) => finding({ message: `POST /servers/${uuid(exchange)} …`, exchange })),
    )
    expect(result.findings).toEqual([finding({ message: `POST /servers/${uuid(4)} …`, exchange: 4 })])
    expect(result).not.toHaveProperty('more')
  })

  test('are capped at ten and the rest is counted', () => {
    const result = failing(Array.from({ length: 13 }, (_, at) => finding({ actual: `${at}` })))
    expect(result.findings).toHaveLength(10)
    expect(result.more).toBe(3)
  })
})
