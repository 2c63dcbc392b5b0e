import { redact } from '#harness/core'
import type { Report } from '#results'

/** A report without the registered secrets of this process, to be applied just before the report is written or printed. */
export const redactReport = (report: Report): Report =>
  JSON.parse(JSON.stringify(report), (_, value: unknown) => (typeof value === 'string' ? redact(value) : value))
