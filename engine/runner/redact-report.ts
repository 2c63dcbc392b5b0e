import { redact } from '#harness/core'
import { changeTexts, type Report } from '#results'

/**
 * Returns a report without the registered secrets of this process, to be applied just before the report is written or
 * printed.
 */
export const redactReport = (report: Report): Report => changeTexts(report, { text: redact })
