import { applyBaseline, applyWaivers, type Report, type Waiver } from '#results'

/** Failures that do not count: those of an earlier report, and those that are accepted for a time. */
export interface Exemptions {
  readonly baseline?: Report
  readonly waivers?: readonly Waiver[]
  /** YYYY-MM-DD */
  readonly today: string
}

/** Applies baseline and waivers to a report. Throws an IncompatibleReportsError for a baseline that does not fit the report. */
export function applyExemptions(report: Report, { baseline, waivers, today }: Exemptions): Report {
  const compared = baseline ? applyBaseline(report, baseline) : report
  return waivers ? applyWaivers(compared, waivers, today) : compared
}

/**
 * Applies exemptions to the report of one shard, without notes about exemptions that are not needed: another shard may need them.
 * `merge` takes the same files and adds the notes.
 */
export function applyExemptionsToShard(report: Report, exemptions: Exemptions): Report {
  const { notes: _, ...exempted } = applyExemptions(report, exemptions)
  return { ...exempted, ...(report.notes && { notes: report.notes }) }
}
