import type { AppliedProfile, Requirement } from '#contract'
import { type AssertionResult, type Evidence, emptyEvidence, type RequirementId } from '#model'
import { makeFinding } from '../report.fixture.ts'
import type { TestError, TestResult } from '../test-result.ts'
import { computeOutcomes, type RunScope } from './requirement-outcomes.ts'

export const subject = 'servers.start.only-shutoff'
export const other = 'servers.start.becomes-active'

export const subjectRequirement: Requirement = {
  id: subject,
  level: 'must',
  basis: 'documented',
  text: { en: 'os-start is rejected in any state but SHUTOFF.', ko: '…' },
  editions: ['2020-03'],
  statements: [],
  operations: ['actOnServer'],
  needs: [],
  codes: [],
  vendor: false,
  variants: [],
  group: 'actions',
}

export const toast: AppliedProfile = { id: 'toast', text: { en: '', ko: '' }, edition: '2020-03', changes: [] }
export const everything = { only: [], skip: [], off: {} }
export const fullScope: RunScope = {
  capabilities: ['server'],
  missing: { volume: 'give resources.volume' },
  selection: everything,
  readOnly: false,
}

let testCount = 0
/** Creates the result of a test of the requirement. */
export const makeTest = (
  overrides: Partial<Omit<TestResult, 'evidence'>> & { evidence?: Partial<Evidence> } = {},
): TestResult => ({
  id: `suite > test ${++testCount}`,
  title: 'a test',
  state: 'passed',
  requirements: [subject],
  errors: [],
  ...overrides,
  evidence: { ...emptyEvidence(), ...overrides.evidence },
})

/** Creates evidence with an assertion of a requirement. */
export const asserting = (
  id: RequirementId,
  details: Partial<Pick<AssertionResult, 'curl' | 'exchange' | 'finding' | 'variant'>> = {},
): Partial<Evidence> => ({
  assertions: [{ requirement: id, by: 'suite', ...details }],
})
/** Creates the members of a test that an error of this name ended. */
export const endedBy = (name: string, message = 'stopped'): { state: 'failed'; errors: TestError[] } => ({
  state: 'failed',
  errors: [{ name, message }],
})
export const passing = () => makeTest({ evidence: asserting(subject) })
export const failing = () => makeTest({ evidence: asserting(subject, { finding: makeFinding('It was accepted.') }) })
export const inconclusive = (message?: string) => makeTest(endedBy('InconclusiveError', message))

export interface Circumstances {
  readonly requirement?: Partial<Requirement>
  readonly profile?: AppliedProfile
  readonly scope?: Partial<RunScope>
}

/** Computes the result of the requirement from the results of tests. */
export function resultOf(tests: readonly TestResult[], { requirement, profile = toast, scope }: Circumstances = {}) {
  const requirements = [{ ...subjectRequirement, ...requirement }]
  const [result] = computeOutcomes(requirements, tests, profile, { ...fullScope, ...scope })
  if (!result) throw new Error('computeOutcomes returned no result')
  return result
}
