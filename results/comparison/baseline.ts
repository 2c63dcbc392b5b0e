import type { Edition } from '#model'
import { editionOf } from '../edition.ts'
import { IncompatibleReportsError } from '../errors.ts'
import { withRequirements } from '../outcomes/verdict.ts'
import type { Report, RequirementResult } from '../report.ts'

/** Throws an IncompatibleReportsError unless the baseline has this schema version, profile and edition. */
export function assertBaselineUsable(
  baseline: Report,
  { schemaVersion, profile, edition }: { schemaVersion: number; profile: string; edition: Edition },
): void {
  if (baseline.schemaVersion !== schemaVersion)
    throw new IncompatibleReportsError(
      `The baseline has schema version ${baseline.schemaVersion}; expected ${schemaVersion}.`,
    )
  if (baseline.target.profile !== profile)
    throw new IncompatibleReportsError(
      `The baseline has profile ${baseline.target.profile}; this run has profile ${profile}.`,
    )
  if (editionOf(baseline.target) !== edition)
    throw new IncompatibleReportsError(
      `The baseline is for edition ${editionOf(baseline.target)}; this run is for edition ${edition}.`,
    )
}

/**
 * Returns the failures of the baseline without the waived ones; otherwise the baseline would accept them after the
 * waiver has expired.
 */
const failedIn = ({ requirements }: Report): ReadonlySet<string> =>
  new Set(requirements.filter(({ outcome, waived }) => outcome === 'fail' && !waived).map(({ id }) => id))

/**
 * Notes failures of the baseline that are fixed: as long as one stays in the baseline, a regression of it is not
 * reported.
 */
function fixedSinceBaseline(
  requirements: readonly RequirementResult[],
  failedBefore: ReadonlySet<string>,
): readonly string[] {
  const fixed = requirements.filter(({ id, outcome }) => outcome === 'pass' && failedBefore.has(id)).map(({ id }) => id)
  if (fixed.length === 0) return []
  return [`Failed in the baseline and passes now: ${fixed.join(', ')}. Create a new baseline to detect regressions.`]
}

/**
 * Marks failures that the baseline contains too as `known`, which removes them from the verdict. Other failures count, including
 * those of requirements that the baseline does not contain. Throws as `assertBaselineUsable` does.
 */
export function applyBaseline(report: Report, baseline: Report): Report {
  const { schemaVersion, target } = report
  assertBaselineUsable(baseline, { schemaVersion, profile: target.profile, edition: editionOf(target) })
  const failedBefore = failedIn(baseline)
  const known = `also failed in run ${baseline.runId} of ${baseline.startedAt.slice(0, 10)}`
  const requirements = report.requirements.map((result) =>
    result.outcome === 'fail' && failedBefore.has(result.id) ? { ...result, known } : result,
  )
  return withRequirements(report, requirements, fixedSinceBaseline(requirements, failedBefore))
}
