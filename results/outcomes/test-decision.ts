import { isRequirementId } from '#contract'
import { type RequirementId, testErrorNames } from '#model'
import type { Outcome, RequirementResult } from '../report.ts'
import type { TestResult } from '../test-result.ts'

/** The part of a result that tests decide, findings aside. */
export type Decision = Pick<RequirementResult, 'outcome' | 'reason' | 'blockedBy' | 'counterpart'>

/** The decision that a requirement passed. */
export const pass: Decision = { outcome: 'pass' }

/** Outcomes in ascending order of severity. */
const severity: readonly Outcome[] = ['pass', 'unobserved', 'skipped', 'inconclusive', 'error']

/** Returns the first of the most severe decisions. */
export const mostSevere = (decisions: readonly Decision[]): Decision | undefined =>
  decisions.reduce<Decision | undefined>(
    (a, b) => (a && severity.indexOf(a.outcome) >= severity.indexOf(b.outcome) ? a : b),
    undefined,
  )

/** Tells whether the test made all its assertions of the requirement: it reached its end, or declared the requirement complete. */
const isComplete = (id: string, { errors, state, evidence }: TestResult): boolean =>
  (errors.length === 0 && state !== 'skipped') || evidence.completed.some((completed) => completed === id)

const isInconclusive = (name: string): boolean =>
  name === testErrorNames.inconclusive || name === testErrorNames.request

/** Returns the requirement whose failed assertion ended the test: as the error says, or else the last one with a finding. */
function failedRequirement({ errors, evidence }: TestResult): RequirementId | undefined {
  const error = errors.find(
    ({ name, requirement }) => name === testErrorNames.nonconformance && requirement !== undefined,
  )
  const id = error?.requirement ?? evidence.assertions.findLast(({ finding }) => finding)?.requirement
  return id !== undefined && isRequirementId(id) ? id : undefined
}

/** Returns `blockedBy`, if it is an id of the register. */
export const asRequirement = (id: string | undefined): Pick<Decision, 'blockedBy'> =>
  id !== undefined && isRequirementId(id) ? { blockedBy: id } : {}

/**
 * Returns the outcome that one test declaring the requirement contributes, findings aside. A test that finishes without the assertion it
 * declares is a bug in the suite, unless the requirement cannot be verified on this target.
 */
export function outcomeFromTest(
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
