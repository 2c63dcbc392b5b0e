import { InconclusiveRunError } from '#engine/errors'
import { mergeRepeats, type Report } from '#results'

const failuresOf = ({ requirements }: Report): readonly string[] =>
  requirements.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id)

/** Returns the report without its exchanges: another report has equivalent ones. */
const withoutExchanges = (report: Report): Report => ({ ...report, exchanges: [], tests: [] })

/**
 * Runs up to `count` times and merges the reports. When a repeat after the first cannot be run, the others are kept and the reason
 * becomes an error of the report. No repeat starts after the signal is aborted. A repeat adds its exchanges only if it
 * fails a requirement that no earlier one has failed, so that the report stays small enough to open.
 */
export async function runRepeatedly(
  count: number,
  run: (repeat: number) => Promise<Report>,
  signal: AbortSignal,
): Promise<Report> {
  const first = await run(1)
  const reports = [first]
  const failed = new Set(failuresOf(first))
  const errors: string[] = []
  while (reports.length < count && errors.length === 0 && !signal.aborted) {
    const repeat = reports.length + 1
    try {
      const report = await run(repeat)
      const failures = failuresOf(report)
      reports.push(failures.some((id) => !failed.has(id)) ? report : withoutExchanges(report))
      for (const id of failures) failed.add(id)
    } catch (error) {
      if (!(error instanceof InconclusiveRunError)) throw error
      errors.push(`Repeat ${repeat} of ${count} could not be run: ${error.message}`)
    }
  }
  const merged = mergeRepeats(reports)
  return { ...merged, errors: [...merged.errors, ...errors] }
}
