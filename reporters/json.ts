import type { Comparison, HistorySummary, Report } from '#results'

/** Characters that JSON does not escape although a terminal or an editor interprets them: DEL, C1 and direction changes. */
const unsafe = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Indented JSON that parses to the same value. Unsafe characters and commands to CI systems (`##[…]`) are escaped. */
export const toJson = (value: unknown): string =>
  `${JSON.stringify(value, null, 2)
    .replace(unsafe, escaped)
    .replace(/##(?=\[|vso\[|teamcity\[)/gi, '#\\u0023')}\n`

export const renderJson = (report: Report): string => toJson(report)

export const renderComparisonJson = (comparison: Comparison): string => toJson(comparison)

export const renderHistoryJson = (summary: HistorySummary): string => toJson(summary)
