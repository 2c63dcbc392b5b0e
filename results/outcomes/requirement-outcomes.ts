import {
  type AppliedProfile,
  describeMissing,
  exclusionReason,
  missingCapabilities,
  type Requirement,
  requirement as registered,
} from '#contract'
import type { AssertionResult, TargetSettings } from '#model'
import { describeRequirement, rejectedInterpretations } from '../describe-requirement.ts'
import type { RequirementResult } from '../report.ts'
import { dedupeFindings } from '../report-limits.ts'
import type { TestResult } from '../test-result.ts'
import { AssertionIndex } from './assertion-index.ts'
import { rootOf } from './causes.ts'
import { mayBeStale, type StaleReads, staleReadsOf } from './stale-reads.ts'
import { asRequirement, type Decision, mostSevere, outcomeFromTest, pass } from './test-decision.ts'

/** The settings that decide which requirements a run can verify. */
export interface RunScope extends Pick<TargetSettings, 'capabilities' | 'missing' | 'selection' | 'readOnly'> {
  /** True when the run was stopped before all tests had finished. */
  readonly isInterrupted?: boolean
}

/** The reason of requirements that an interrupted run did not reach. */
export const notTestedReason = 'The run was interrupted before this was tested.'

const isReading = (operation: string): boolean => /^(list|show)/.test(operation)

/** Returns why the run cannot verify the requirement, or undefined when it can: a missing capability, or a read-only run. */
function unverifiableReason(requirement: Requirement, scope: RunScope): string | undefined {
  const missing = missingCapabilities(requirement, scope)
  if (missing.length > 0) return describeMissing(missing, scope)
  return scope.readOnly && !requirement.operations.every(isReading) ? 'the run is read-only' : undefined
}

/** Returns why the run cannot verify that the counterpart of a rejected request is accepted; undefined when it can. */
function unverifiableCounterpartOf({ counterpart }: AssertionResult, scope: RunScope): string | undefined {
  const requirement = counterpart?.requirement
  return requirement === undefined ? undefined : unverifiableReason(registered(requirement), scope)
}

/**
 * Tells whether a test was skipped because the edition does not have its requests. That says nothing about a requirement of the edition,
 * which other tests verify, perhaps in another shard.
 */
const isAboutEdition = (note: string): boolean =>
  /^The edition of the document has no |^Edition \S+ of the document does not have it\.$/.test(note)

/** Returns the decision when no test asserted the requirement. */
function withoutAssertion(unverifiable: string | undefined, declaring: readonly TestResult[]): Decision {
  const notes = declaring.flatMap(({ state, note }) => (state === 'skipped' && note ? [note] : []))
  const reason = unverifiable ?? notes.find((note) => !isAboutEdition(note))
  return reason === undefined ? { outcome: 'unobserved' } : { outcome: 'skipped', reason }
}

/** Tells whether the counterpart of a rejected request was accepted somewhere in the run. */
const hasCounterpart = ({ counterpart }: AssertionResult, accepted: ReadonlySet<string>): boolean =>
  counterpart === undefined || accepted.has(counterpart.request)

/**
 * Returns the decision about a rejection whose counterpart was not accepted: skipped if the target lacks a capability that the counterpart
 * needs, unobserved if no test of this run sends it (a test of another shard may), otherwise inconclusive.
 */
function withoutCounterpart(
  { counterpart }: AssertionResult,
  tests: readonly TestResult[],
  unverifiable: string | undefined,
): Decision {
  const requirement = counterpart?.requirement
  if (unverifiable !== undefined) return { outcome: 'skipped', reason: unverifiable }
  if (requirement !== undefined && !tests.some(({ requirements }) => requirements.includes(requirement)))
    return {
      outcome: 'unobserved',
      reason: `The request was rejected, but this run does not verify that a valid one is accepted (${requirement}).`,
      counterpart: requirement,
    }
  return {
    outcome: 'inconclusive',
    reason: `The target accepted no valid ${counterpart?.request} request, so the rejection of an invalid one proves nothing.`,
    ...asRequirement(requirement),
  }
}

/**
 * Returns the decisions, if one of them is a pass, without those of tests that another violated requirement prevented: the report shows
 * that violation, and this requirement was verified.
 */
function withoutExplained(decisions: readonly Decision[], failed: ReadonlySet<string>): readonly Decision[] {
  if (!decisions.some(({ outcome }) => outcome === 'pass')) return decisions
  return decisions.filter(
    ({ outcome, blockedBy }) => !(outcome === 'inconclusive' && blockedBy !== undefined && failed.has(blockedBy)),
  )
}

/** Everything about a run that decides the result of a requirement. */
interface EvaluatedRun {
  /** Sorted by id. */
  readonly tests: readonly TestResult[]
  readonly index: AssertionIndex
  readonly profile: AppliedProfile
  readonly scope: RunScope
  /** Kinds of valid requests that the target accepted. */
  readonly accepted: ReadonlySet<string>
  /** Requirements with findings, and in the end those that they prevent. */
  readonly failed: ReadonlySet<string>
  readonly stale: StaleReads | undefined
}

/** Returns the assertions of a requirement that count, and the first rejection that does not, because its counterpart was not accepted. */
function countedAssertions(id: string, { index, accepted }: EvaluatedRun) {
  const all = index.assertionsOf(id)
  const assertions = all.filter((each) => hasCounterpart(each, accepted))
  const unsupported = all.find(
    (each) => !hasCounterpart(each, accepted) && (assertions.length === 0 || each.counterpart?.isOptional !== true),
  )
  return { assertions, unsupported }
}

/** Returns the outcome of a requirement without findings. */
function decide(requirement: Requirement, unsupported: AssertionResult | undefined, run: EvaluatedRun): Decision {
  const { id } = requirement
  const { tests, index, scope, failed } = run
  const declaring = tests.filter(({ requirements }) => requirements.includes(id))
  const unverifiable = unverifiableReason(requirement, scope)
  const asserting = index.testsOf(id)
  const decisions = declaring.flatMap(
    (result) => outcomeFromTest(id, result, asserting.has(result), unverifiable === undefined) ?? [],
  )
  const isObserved = [...asserting].some(({ requirements }) => !requirements.includes(id))
  const decision = mostSevere([
    ...(isObserved ? [pass] : []),
    ...withoutExplained(decisions, failed),
    ...(unsupported ? [withoutCounterpart(unsupported, tests, unverifiableCounterpartOf(unsupported, scope))] : []),
  ])
  const isReached = decision !== undefined && decision.outcome !== 'unobserved'
  if (scope.isInterrupted && !isReached && unverifiable === undefined)
    return { outcome: 'inconclusive', reason: notTestedReason }
  return decision ?? withoutAssertion(unverifiable, declaring)
}

function resultOf(requirement: Requirement, run: EvaluatedRun): RequirementResult {
  const { id } = requirement
  const { profile, scope, stale } = run
  const description = describeRequirement(requirement, profile)
  const exclusion = exclusionReason(id, scope.selection)
  if (exclusion !== undefined) return { ...description, outcome: 'skipped', off: true, reason: exclusion, findings: [] }
  const { assertions, unsupported } = countedAssertions(id, run)
  const acceptedVariants = profile.changes.find((change) => change.requirement === id)?.variants
  const findings = [
    ...assertions.flatMap(({ finding }) => finding ?? []),
    ...(acceptedVariants ? rejectedInterpretations(assertions, profile, acceptedVariants) : []),
  ]
  const variant = [...new Set(assertions.flatMap((assertion) => assertion.variant ?? []))].sort().join(', ')
  const base = { ...description, ...(variant && { variant }) }
  const violations = assertions.filter(({ finding }) => finding)
  if (stale && violations.length > 0 && violations.every((violation) => mayBeStale(violation, stale)))
    return { ...base, outcome: 'inconclusive', reason: stale.reason, findings: [] }
  if (findings.length > 0) return { ...base, outcome: 'fail', ...dedupeFindings(findings) }
  return { ...base, ...decide(requirement, unsupported, run), findings: [] }
}

/**
 * Returns the result of every requirement, in register order. A requirement fails only on a finding, unless that finding may be about an
 * outdated read. Otherwise the most severe decision of a test counts: error, inconclusive, pass; a test that the violation of another
 * requirement prevented, directly or by what that one prevents, decides nothing if some other test passes. Without an assertion the
 * requirement is skipped if a reason is known, else unobserved. Excluded requirements never fail. The order of `tests` does not affect the
 * results.
 */
export function computeOutcomes(
  requirements: readonly Requirement[],
  tests: readonly TestResult[],
  profile: AppliedProfile,
  scope: RunScope,
): readonly RequirementResult[] {
  const sorted = [...tests].sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)))
  const accepted = new Set(tests.flatMap(({ evidence }) => evidence.accepted))
  const failed = new Set(
    tests.flatMap(({ evidence }) =>
      evidence.assertions
        .filter((assertion) => assertion.finding && hasCounterpart(assertion, accepted))
        .map(({ requirement }) => requirement),
    ),
  )
  const index = new AssertionIndex(sorted)
  const stale = staleReadsOf(sorted)
  const run: EvaluatedRun = { tests: sorted, index, profile, scope, accepted, failed, stale }
  const first = requirements.map((requirement) => resultOf(requirement, run))
  // A requirement that a violation blocks may itself block others.
  const byId = new Map(first.map((result) => [result.id, result]))
  const prevented = first.filter((result) => rootOf(result, byId).outcome === 'fail').map(({ id }) => id)
  const explaining = { ...run, failed: new Set([...failed, ...prevented]) }
  return requirements.map((requirement) => resultOf(requirement, explaining))
}
