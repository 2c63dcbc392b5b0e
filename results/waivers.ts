import { matchesGlob } from '#contract'
import type { Report, RequirementResult } from './report.ts'
import { withRequirements } from './totals.ts'

/** One entry of a waivers file, described in schemas/waivers.schema.json. */
export interface Waiver {
  /** A requirement's id, or several with `*`. */
  readonly requirement: string
  readonly reason: string
  /** The last day on which it holds, YYYY-MM-DD. */
  readonly expires: string
  readonly ticket?: string
}

const isExpired = ({ expires }: Waiver, today: string): boolean => expires < today

function applyWaiver(result: RequirementResult, active: readonly Waiver[]): RequirementResult {
  if (result.outcome !== 'fail' || result.off) return result
  const waiver = active.find(({ requirement }) => matchesGlob(requirement, result.id))
  if (!waiver) return result
  const { reason, expires, ticket } = waiver
  return { ...result, waived: { reason, expires, ...(ticket !== undefined && { ticket }) } }
}

/** What is wrong with a waiver itself; undefined when it does what it was written for, or when the run cannot tell. */
function waiverProblem(waiver: Waiver, requirements: readonly RequirementResult[], today: string): string | undefined {
  const { requirement, reason, expires, ticket } = waiver
  const told = `${requirement} (${reason}${ticket === undefined ? '' : `, ${ticket}`})`
  const covered = requirements.filter(({ id }) => matchesGlob(requirement, id))
  if (covered.length === 0) return `Waiver of ${told}: there is no such requirement.`
  if (isExpired(waiver, today)) return `Waiver of ${told}: expired on ${expires}, so it excuses nothing.`
  const outcomes = covered.filter(({ off }) => !off).map(({ outcome }) => outcome)
  const fine = outcomes.every((outcome) => outcome === 'pass' || outcome === 'skipped') && outcomes.includes('pass')
  return fine ? `Waiver of ${told}: expected to fail, but passes; it can go.` : undefined
}

/**
 * The same report in which failures that an active waiver covers are `waived` and have no say in the verdict. Notes tell of
 * waivers that are expired, cover no requirement, or cover only what passes. `today`: YYYY-MM-DD; a waiver holds through the
 * day on which it expires.
 */
export function applyWaivers(report: Report, waivers: readonly Waiver[], today: string): Report {
  const active = waivers.filter((waiver) => !isExpired(waiver, today))
  const requirements = report.requirements.map((result) => applyWaiver(result, active))
  return withRequirements(
    report,
    requirements,
    waivers.flatMap((waiver) => waiverProblem(waiver, report.requirements, today) ?? []),
  )
}
