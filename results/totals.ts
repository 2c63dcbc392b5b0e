import type { Outcome, Report, RequirementResult } from './report.ts'
import { verdictOf } from './verdict.ts'

/** How many requirements ended in each outcome. Those that are off count as skipped, accepted failures as failures. */
export function totalsOf(requirements: readonly RequirementResult[]): Record<Outcome, number> {
  const totals = { pass: 0, fail: 0, skipped: 0, unobserved: 0, inconclusive: 0, error: 0, unstable: 0 }
  for (const { outcome } of requirements) totals[outcome] += 1
  return totals
}

/** The same run with its requirements seen differently: figures and verdict follow, and notes are added to those it has. */
export function withRequirements(
  report: Report,
  requirements: readonly RequirementResult[],
  notes: readonly string[] = [],
): Report {
  const all = [...new Set([...(report.notes ?? []), ...notes])]
  return {
    ...report,
    verdict: verdictOf(requirements),
    totals: totalsOf(requirements),
    requirements,
    ...(all.length > 0 && { notes: all }),
  }
}
