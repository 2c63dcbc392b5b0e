import { redact } from '#harness/core'
import type { Report } from '#results'

/** The value with redacted strings. Parts without a secret are not copied, which is most of a large report. */
function redacted<T>(value: T): T
function redacted(value: unknown): unknown {
  if (typeof value === 'string') return redact(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const elements = value.map((element: unknown) => redacted(element))
    return elements.every((element, index) => element === value[index]) ? value : elements
  }
  const entries = Object.entries(value)
  const members = entries.map(([name, member]): [string, unknown] => [name, redacted(member)])
  return members.every(([, member], index) => member === entries[index]?.[1]) ? value : Object.fromEntries(members)
}

/**
 * Returns a report without the registered secrets of this process, to be applied just before the report is written or
 * printed.
 */
export const redactReport = (report: Report): Report => redacted(report)
