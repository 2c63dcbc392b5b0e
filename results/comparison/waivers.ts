import { matchesGlob } from '#contract'
import { withRequirements } from '../outcomes/verdict.ts'
import type { AppliedWaiver, Report, RequirementResult } from '../report.ts'

/** An entry of a waivers file, described in schemas/waivers.schema.json. */
export interface Waiver extends AppliedWaiver {
  /** A requirement id, or a pattern with `*`. */
  readonly requirement: string
}

const isExpired = ({ expires }: Waiver, today: string): boolean => expires < today

function applyWaiver(result: RequirementResult, active: readonly Waiver[]): RequirementResult {
  if (result.outcome !== 'fail' || result.off) return result
  const waiver = active.find(({ requirement }) => matchesGlob(requirement, result.id))
  if (!waiver) return result
  const { requirement: _, ...waived } = waiver
  return { ...result, waived }
}

/** Tells whether all requirements that a waiver covers pass. Skipped ones do not count. */
function isUnneeded(covered: readonly RequirementResult[]): boolean {
  const outcomes = covered.filter(({ off }) => !off).map(({ outcome }) => outcome)
  return outcomes.includes('pass') && outcomes.every((outcome) => outcome === 'pass' || outcome === 'skipped')
}

/** Returns why a waiver is expired, unmatched or unneeded; undefined if it is in use, or if this run cannot tell. */
function waiverProblem(waiver: Waiver, requirements: readonly RequirementResult[], today: string): string | undefined {
  const { requirement, reason, expires, ticket } = waiver
  const name = `Waiver for ${requirement} (${reason}${ticket === undefined ? '' : `, ${ticket}`})`
  const covered = requirements.filter(({ id }) => matchesGlob(requirement, id))
  if (covered.length === 0) return `${name}: there is no such requirement.`
  if (isExpired(waiver, today)) return `${name}: expired on ${expires} and is ignored.`
  return isUnneeded(covered) ? `${name}: no longer needed, every requirement it covers passes.` : undefined
}

/**
 * Marks failures that an active waiver covers as `waived`, which removes them from the verdict. Notes report waivers that are
 * expired, match no requirement, or are no longer needed. `today` is YYYY-MM-DD; a waiver includes the day on which it expires.
 */
export function applyWaivers(report: Report, waivers: readonly Waiver[], today: string): Report {
  const active = waivers.filter((waiver) => !isExpired(waiver, today))
  const requirements = report.requirements.map((result) => applyWaiver(result, active))
  const notes = waivers.flatMap((waiver) => waiverProblem(waiver, report.requirements, today) ?? [])
  return withRequirements(report, requirements, notes)
}
