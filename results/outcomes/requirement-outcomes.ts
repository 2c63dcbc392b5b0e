import {
  type AppliedProfile,
  describeMissing,
  exclusionReason,
  isRequirementId,
  missingCapabilities,
  type Requirement,
  requirement as registered,
} from '#contract'
import { type AssertionResult, type RequirementId, type TargetSettings, testErrorNames } from '#model'
import { describeRequirement, rejectedInterpretations } from '../describe-requirement.ts'
import type { Outcome, RequirementResult } from '../report.ts'
import { dedupeFindings } from '../report-limits.ts'
import type { TestResult } from '../test-result.ts'
import { AssertionIndex } from './assertion-index.ts'
import { mayBeStale, type StaleReads, staleReadsOf } from './stale-reads.ts'

/** The settings that decide which requirements a run can verify. */
export interface RunScope extends Pick<TargetSettings, 'capabilities' | 'missing' | 'selection' | 'readOnly'> {
  /** True when the run was stopped before all tests had finished. */
  readonly isInterrupted?: boolean
}

/** The reason of what an interrupted run did not reach. */
export const notTestedReason = 'The run was interrupted before this was tested.'

type Decision = Pick<RequirementResult, 'outcome' | 'reason' | 'blockedBy' | 'counterpart'>

const pass: Decision = { outcome: 'pass' }

/** In ascending order. */
const severity: readonly Outcome[] = ['pass', 'unobserved', 'skipped', 'inconclusive', 'error']

/** The first of the most severe decisions. */
const mostSevere = (decisions: readonly Decision[]): Decision | undefined =>
  decisions.reduce<Decision | undefined>(
    (a, b) => (a && severity.indexOf(a.outcome) >= severity.indexOf(b.outcome) ? a : b),
    undefined,
  )

/** Whether the test made all its assertions of the requirement: it reached its end, or declared the requirement complete. */
const isComplete = (id: string, { errors, state, evidence }: TestResult): boolean =>
  (errors.length === 0 && state !== 'skipped') || evidence.completed.some((completed) => completed === id)

const isInconclusive = (name: string): boolean =>
  name === testErrorNames.inconclusive || name === testErrorNames.request

/** The requirement whose failed assertion ended the test: as the error says, or else the last one with a finding. */
function failedRequirement({ errors, evidence }: TestResult): RequirementId | undefined {
  const error = errors.find(
    ({ name, requirement }) => name === testErrorNames.nonconformance && requirement !== undefined,
  )
  const id = error?.requirement ?? evidence.assertions.findLast(({ finding }) => finding)?.requirement
  return id !== undefined && isRequirementId(id) ? id : undefined
}

const asRequirement = (id: string | undefined): Pick<Decision, 'blockedBy'> =>
  id !== undefined && isRequirementId(id) ? { blockedBy: id } : {}

/**
 * The outcome that one test declaring the requirement contributes, findings aside. A test that finishes without the assertion it
 * declares is a bug in the suite, unless the requirement cannot be verified on this target.
 */
function outcomeFromTest(
  id: string,
  result: TestResult,
  isAsserted: boolean,
  isVerifiable: boolean,
): Decision | undefined {
  const isPassed = isAsserted && isComplete(id, result)
  if (result.state === 'skipped') return isPassed ? pass : undefined
  const bug = result.errors.find(({ name }) => name !== testErrorNames.nonconformance && !isInconclusive(name))
  if (bug) return { outcome: 'error', reason: `${bug.name}: ${bug.message}` }
  if (isPassed) return pass
  const [fault] = result.evidence.injectedFaults
  if (fault !== undefined)
    return { outcome: 'inconclusive', reason: `The emulator reported an injected fault during the test: ${fault}.` }
  const inconclusive = result.errors.find(({ name }) => isInconclusive(name))
  if (inconclusive)
    return {
      outcome: 'inconclusive',
      reason: inconclusive.message,
      ...(inconclusive.blockedBy === id ? {} : asRequirement(inconclusive.blockedBy)),
    }
  if (result.errors.length > 0) {
    const failed = failedRequirement(result)
    // The requirement failed in this test by a rejection that does not count; that decides it elsewhere.
    if (failed === id) return undefined
    return {
      outcome: 'inconclusive',
      reason: `not reached: ${failed ?? 'another requirement'} failed`,
      ...asRequirement(failed),
    }
  }
  if (!isVerifiable || result.whereAvailable?.some((other) => other === id)) return undefined
  // The test ran to its end without asserting the requirement: the response to be asserted is missing.
  const [failed] = result.evidence.failedRequests
  if (failed !== undefined) return { outcome: 'inconclusive', reason: failed }
  return { outcome: 'error', reason: `"${result.title}" finished without asserting it` }
}

const isReading = (operation: string): boolean => /^(list|show)/.test(operation)

/** Why the run cannot verify the requirement, or undefined when it can: a missing capability, or a read-only run. */
function unverifiableReason(requirement: Requirement, scope: RunScope): string | undefined {
  const missing = missingCapabilities(requirement, scope)
  if (missing.length > 0) return describeMissing(missing, scope)
  return scope.readOnly && !requirement.operations.every(isReading) ? 'the run is read-only' : undefined
}

/** Why the run cannot verify that the counterpart of a rejected request is accepted; undefined when it can. */
function unverifiableCounterpartOf({ counterpart }: AssertionResult, scope: RunScope): string | undefined {
  const requirement = counterpart?.requirement
  return requirement === undefined ? undefined : unverifiableReason(registered(requirement), scope)
}

/** The decision when no test asserted the requirement. */
function withoutAssertion(unverifiable: string | undefined, declaring: readonly TestResult[]): Decision {
  const reason = unverifiable ?? declaring.find(({ state, note }) => state === 'skipped' && note)?.note
  return reason === undefined ? { outcome: 'unobserved' } : { outcome: 'skipped', reason }
}

/** Whether the counterpart of a rejected request was accepted somewhere in the run. */
const hasCounterpart = ({ counterpart }: AssertionResult, accepted: ReadonlySet<string>): boolean =>
  counterpart === undefined || accepted.has(counterpart.request)

/**
 * The decision about a rejection whose counterpart was not accepted: skipped if the target lacks a capability that the counterpart needs,
 * unobserved if no test of this run sends it (a test of another shard may), otherwise inconclusive.
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
    reason: `The target accepted no valid ${counterpart?.request} request, so the rejection of an invalid one says nothing.`,
    ...asRequirement(requirement),
  }
}

/**
 * The decisions without those of tests that another violated requirement prevented, if some test has seen the requirement to the
 * end: the report shows that violation, and the requirement itself was verified.
 */
function withoutExplained(decisions: readonly Decision[], failed: ReadonlySet<string>): readonly Decision[] {
  if (!decisions.some(({ outcome }) => outcome === 'pass')) return decisions
  return decisions.filter(
    ({ outcome, blockedBy }) => !(outcome === 'inconclusive' && blockedBy !== undefined && failed.has(blockedBy)),
  )
}

interface RunFacts {
  /** Kinds of valid requests that the target accepted. */
  readonly accepted: ReadonlySet<string>
  /** Requirements with findings. */
  readonly failed: ReadonlySet<string>
  readonly stale: StaleReads | undefined
}

function resultOf(
  requirement: Requirement,
  tests: readonly TestResult[],
  index: AssertionIndex,
  profile: AppliedProfile,
  scope: RunScope,
  { accepted, failed, stale }: RunFacts,
): RequirementResult {
  const { id } = requirement
  const description = describeRequirement(requirement, profile)
  const exclusion = exclusionReason(id, scope.selection)
  if (exclusion !== undefined) return { ...description, outcome: 'skipped', off: true, reason: exclusion, findings: [] }

  const all = index.assertionsOf(id)
  const assertions = all.filter((each) => hasCounterpart(each, accepted))
  const unsupported = all.find(
    (each) => !hasCounterpart(each, accepted) && (assertions.length === 0 || each.counterpart?.isOptional !== true),
  )
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
    return { ...base, outcome: 'inconclusive', reason: notTestedReason, findings: [] }
  return { ...base, ...(decision ?? withoutAssertion(unverifiable, declaring)), findings: [] }
}

/**
 * The result of every requirement, in register order. A requirement fails only on a finding, unless that may be about a read that is
 * out of date. Otherwise its most severe test
 * decides: error, inconclusive, pass; a test that the violation of another requirement prevented decides nothing where some other
 * test passes. Without an assertion it is skipped if a reason is known, else unobserved. Excluded
 * requirements never fail. The order of `tests` does not affect the results.
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
  return requirements.map((requirement) =>
    resultOf(requirement, sorted, index, profile, scope, { accepted, failed, stale }),
  )
}
