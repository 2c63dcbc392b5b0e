import { InconclusiveRunError } from '#engine/errors'
import { mergeRepeats, type Report } from '#results'

/**
 * Runs up to `count` times and merges the reports. When a repeat after the first cannot be run, the others are kept and the reason
 * becomes an error of the report. No repeat starts after the signal is aborted.
 */
export async function runRepeatedly(
  count: number,
  run: (repeat: number) => Promise<Report>,
  signal: AbortSignal,
): Promise<Report> {
  const reports = [await run(1)]
  const errors: string[] = []
  while (reports.length < count && errors.length === 0 && !signal.aborted) {
    const repeat = reports.length + 1
    try {
      reports.push(await run(repeat))
    } catch (error) {
      if (!(error instanceof InconclusiveRunError)) throw error
      errors.push(`Repeat ${repeat} of ${count} could not be run: ${error.message}`)
    }
  }
  const merged = mergeRepeats(reports)
  return { ...merged, errors: [...merged.errors, ...errors] }
}
