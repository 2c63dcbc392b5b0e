import { applyBaseline, applyWaivers, type Report, type Waiver } from '#results'
import { readReport } from '../../cli/files/report-file.ts'
import { readWaivers } from '../../cli/files/waivers-file.ts'
import type { Environment } from '../input/source.ts'

/** What is held against a finished report before it is judged. */
export interface Exemptions {
  readonly baseline?: Report
  readonly waivers?: readonly Waiver[]
  /** YYYY-MM-DD */
  readonly today: string
}

/** Reads the files that were named. Throws a UsageError for one that cannot be used. */
export function readExemptions(
  { baseline, waivers }: { readonly baseline?: string | undefined; readonly waivers?: string | undefined },
  surroundings: Environment,
): Exemptions {
  return {
    today: new Date().toISOString().slice(0, 10),
    ...(baseline === undefined ? {} : { baseline: readReport(baseline) }),
    ...(waivers === undefined ? {} : { waivers: readWaivers(waivers, surroundings) }),
  }
}

/** The report as it stands after what the baseline and the waivers excuse. Throws IncomparableReports as `againstBaseline` does. */
export function postProcess(report: Report, { baseline, waivers, today }: Exemptions): Report {
  const held = baseline ? applyBaseline(report, baseline) : report
  return waivers ? applyWaivers(held, waivers, today) : held
}

/**
 * The same for one part of the suites: it excuses, but says nothing about the excuses themselves, since what passes here may
 * fail in another part. Whoever merges the parts can give the files again, and is told then.
 */
export function postProcessPart(report: Report, excuses: Exemptions): Report {
  const { notes: _, ...processed } = postProcess(report, excuses)
  return { ...processed, ...(report.notes && { notes: report.notes }) }
}
