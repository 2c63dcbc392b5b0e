import { compareReports, type Difference, type Report } from '#results'

/** How many ids are printed in one line. */
const maxIds = 12

function line(label: string, differences: readonly Difference[], describe: (difference: Difference) => string) {
  if (differences.length === 0) return []
  const shown = differences.slice(0, maxIds).map(describe).join(', ')
  const rest = differences.length - maxIds
  return [`${label} ${differences.length}: ${shown}${rest > 0 ? ` and ${rest} more` : ''}`]
}

const failing = ({ requirements }: Report) => requirements.filter(({ outcome }) => outcome === 'fail')

/** Returns the lines on the first run: the verdict and what failed. */
export function firstOutcomes(report: Report): readonly string[] {
  const { verdict, totals } = report
  const failed = failing(report).map(({ id, level, text }) => ({ id, level, text, findings: [] }))
  return [`${verdict}: ${totals.pass} passed.`, ...line('Failed', failed, ({ id }) => id)]
}

/** Returns the changes from one run to a later one, a line for each kind. Leaves out requirements that only one of them contains. */
export function changedOutcomes(before: Report, after: Report): readonly string[] {
  const comparison = compareReports([before, after])
  if (comparison.kind !== 'pair') return []
  const { fixed, regressed, changed } = comparison
  const earlier = new Set(failing(before).map(({ id }) => id))
  const still = failing(after).filter(({ id }) => earlier.has(id)).length
  const lines = [
    ...line('Fixed', fixed, ({ id }) => id),
    ...line('Regressed', regressed, ({ id }) => id),
    ...line('Changed', changed, ({ id, before: from, after: to }) => `${id} (${from} → ${to})`),
  ]
  return [...(lines.length === 0 ? ['Nothing changed.'] : lines), ...(still > 0 ? [`Still failing: ${still}.`] : [])]
}

/** Returns a report with only some of its requirements. */
export const limitedTo = (report: Report, ids: ReadonlySet<string>): Report => ({
  ...report,
  requirements: report.requirements.filter(({ id }) => ids.has(id)),
})

/** Returns a report with the outcomes that a later run of a part of its requirements had. */
export function updatedWith(report: Report, part: Report): Report {
  const later = new Map(part.requirements.map((result) => [result.id, result]))
  return { ...report, requirements: report.requirements.map((result) => later.get(result.id) ?? result) }
}
