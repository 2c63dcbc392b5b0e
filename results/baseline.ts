import { IncompatibleReportsError } from './errors.ts'
import type { Report, RequirementResult } from './report.ts'
import { withRequirements } from './totals.ts'

/** Throws IncomparableReports unless a run with this profile can be held against the baseline. */
export function assertBaselineUsable(
  baseline: Report,
  { schemaVersion, profile }: { schemaVersion: number; profile: string },
): void {
  if (baseline.schemaVersion !== schemaVersion)
    throw new IncompatibleReportsError(
      `The baseline is of version ${baseline.schemaVersion}; expected ${schemaVersion}.`,
    )
  if (baseline.target.profile !== profile)
    throw new IncompatibleReportsError(
      `The baseline is of the profile ${baseline.target.profile}; this run is of ${profile}.`,
    )
}

/** What a waiver accepted there is left to the waiver: else a baseline made in the meantime would outlive its end. */
const failedIn = ({ requirements }: Report): ReadonlySet<string> =>
  new Set(requirements.filter(({ outcome, waived }) => outcome === 'fail' && !waived).map(({ id }) => id))

/** Failures that are gone should leave the baseline, or they could come back unseen. */
function pruning(requirements: readonly RequirementResult[], before: ReadonlySet<string>): readonly string[] {
  const fixed = requirements.filter(({ id, outcome }) => outcome === 'pass' && before.has(id)).map(({ id }) => id)
  if (fixed.length === 0) return []
  return [`Failed in the baseline and passes now: ${fixed.join(', ')}. A new baseline would keep it that way.`]
}

/**
 * The same report in which what failed in the baseline already is `known` and has no say in the verdict. Whatever failed
 * since then counts, requirements that the baseline does not have included. Throws IncomparableReports for a baseline of
 * another version or profile.
 */
export function applyBaseline(report: Report, baseline: Report): Report {
  assertBaselineUsable(baseline, { schemaVersion: report.schemaVersion, profile: report.target.profile })
  const before = failedIn(baseline)
  const known = `failed in the run ${baseline.runId} of ${baseline.startedAt.slice(0, 10)} too`
  const requirements = report.requirements.map((result) =>
    result.outcome === 'fail' && before.has(result.id) ? { ...result, known } : result,
  )
  return withRequirements(report, requirements, pruning(requirements, before))
}
