import { redact } from '#harness/core'
import type { Report } from '#results'

/** A copy of a report without the registered secrets: the last check before it is written. */
export const redactReport = (report: Report): Report =>
  JSON.parse(JSON.stringify(report), (_, value: unknown) => (typeof value === 'string' ? redact(value) : value))
