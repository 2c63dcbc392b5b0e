import { exclusionReason, type Profile, type Requirement } from '#contract'
import { type AssertionResult, type Finding, type TargetSettings, testErrorNames } from '#model'

import { skipReason } from './absence-reason.ts'
import { dedupeFindings } from './dedupe-findings.ts'
import type { Outcome, RequirementResult } from './report.ts'
import type { TestResult } from './test-result.ts'

/** The part of the target's settings that decides what could be asked of it. */
export type Asked = Pick<TargetSettings, 'capabilities' | 'missing' | 'selection' | 'readOnly'>

interface Ruling {
  readonly outcome: Outcome
  readonly reason?: string
}

const pass: Ruling = { outcome: 'pass' }

/** A later place wins: only what accuses nobody and hides nothing may call itself a pass. */
const severity: readonly Outcome[] = ['pass', 'inconclusive', 'error']

const worst = (rulings: readonly Ruling[]): Ruling | undefined =>
  rulings.reduce<Ruling | undefined>(
    (a, b) => (a && severity.indexOf(a.outcome) >= severity.indexOf(b.outcome) ? a : b),
    undefined,
  )

const judged = (id: string, { evidence }: TestResult) =>
  evidence.assertions.some(({ requirement }) => requirement === id) || evidence.observed.some((seen) => seen === id)

const isInconclusive = (name: string): boolean =>
  name === testErrorNames.inconclusive || name === testErrorNames.request

/** The requirement whose breach ended the test: the error's own word, or else the last breach on record. */
function failedRequirement({ errors, evidence }: TestResult): string {
  const named = errors.find(
    ({ name, requirement }) => name === testErrorNames.nonconformance && requirement !== undefined,
  )?.requirement
  return named ?? evidence.assertions.findLast(({ finding }) => finding)?.requirement ?? 'another requirement'
}

/**
 * What one test that set out to judge a requirement says about it, findings apart. A test that ended without judging broke its
 * word, unless the target gave it no chance (`excused`).
 */
function outcomeFromTest(id: string, result: TestResult, excused: boolean): Ruling | undefined {
  if (result.state === 'skipped') return judged(id, result) ? pass : undefined
  const broken = result.errors.find(({ name }) => name !== testErrorNames.nonconformance && !isInconclusive(name))
  if (broken) return { outcome: 'error', reason: `${broken.name}: ${broken.message}` }
  if (judged(id, result)) return pass
  const [told] = result.evidence.injectedFaults
  if (told !== undefined)
    return { outcome: 'inconclusive', reason: `Answers showed a fault that the emulator was told to show: ${told}.` }
  const unclear = result.errors.find(({ name }) => isInconclusive(name))
  if (unclear) return { outcome: 'inconclusive', reason: unclear.message }
  if (result.errors.length > 0)
    return { outcome: 'inconclusive', reason: `not reached: ${failedRequirement(result)} failed` }
  return excused ? undefined : { outcome: 'error', reason: `"${result.title}" ended without judging it` }
}

/** A profile may accept fewer readings of a contested statement than the document allows. */
function rejectedInterpretations(
  judgements: readonly AssertionResult[],
  profile: Profile,
  accepted: readonly string[],
): readonly Finding[] {
  const others = new Set(judgements.flatMap(({ variant }) => variant ?? []).filter((name) => !accepted.includes(name)))
  return [...others].map((variant) => ({
    message: `The target follows the reading "${variant}", which the profile ${profile.id} does not accept.`,
    at: 'variant',
    expected: accepted.join(' or '),
    actual: variant,
  }))
}

/** What never varies between runs: the requirement as it was asked. */
function asked(requirement: Requirement, profile: Profile) {
  const { id, group, basis, text, contested, operations, source } = requirement
  const level = profile.changes.find((change) => change.requirement === id)?.level ?? requirement.level
  return {
    id,
    group,
    level,
    basis,
    text,
    ...(contested && { contested: contested.reading }),
    operations,
    ...(source && { source }),
  }
}

function judge(requirement: Requirement, cases: readonly TestResult[], profile: Profile, settings: Asked) {
  const { id } = requirement
  const base = asked(requirement, profile)
  const off = exclusionReason(id, settings.selection)
  if (off !== undefined) return { ...base, outcome: 'skipped', off: true, reason: off, findings: [] } as const

  const declaring = cases.filter(({ requirements }) => requirements.includes(id))
  const judgements = cases.flatMap(({ evidence }) => evidence.assertions.filter((each) => each.requirement === id))
  const accepted = profile.changes.find((change) => change.requirement === id)?.variants
  const found = [
    ...judgements.flatMap(({ finding }) => finding ?? []),
    ...(accepted ? rejectedInterpretations(judgements, profile, accepted) : []),
  ]
  const variant = [...new Set(judgements.flatMap((judgement) => judgement.variant ?? []))].sort().join(', ')
  const told = { ...base, ...(variant && { variant }) }
  if (found.length > 0) return { ...told, outcome: 'fail', ...dedupeFindings(found) } as const

  const reached = cases.some((result) => judged(id, result))
  const excused = skipReason(requirement, [], settings) !== undefined
  const rulings = declaring.flatMap((result) => outcomeFromTest(id, result, excused) ?? [])
  const decided = worst(reached ? [pass, ...rulings] : rulings)
  const known = decided ?? skipReason(requirement, declaring, settings) ?? { outcome: 'unobserved' as const }
  return { ...told, ...known, findings: [] }
}

/**
 * What the tests have shown of every requirement, in the register's order. A requirement fails only on a finding; otherwise
 * the worst of its tests decides (error, inconclusive, pass), and one that no test reached is skipped with a reason or
 * unobserved. One that is off never fails. Pure: the same tests give the same answer in any order.
 */
export function computeOutcomes(
  requirements: readonly Requirement[],
  cases: readonly TestResult[],
  profile: Profile,
  settings: Asked,
): readonly RequirementResult[] {
  const inOrder = [...cases].sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)))
  return requirements.map((requirement) => judge(requirement, inOrder, profile, settings))
}
