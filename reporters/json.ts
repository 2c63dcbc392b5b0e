import type { Comparison, HistorySummary, Report } from '#results'

/** Characters that JSON does not escape although a terminal or an editor interprets them: DEL, C1 and direction changes. */
const unsafe = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

const escapedJson = (value: unknown): string =>
  JSON.stringify(value, null, 2)
    .replace(unsafe, escaped)
    .replace(/##(?=\[|vso\[|teamcity\[)/gi, '#\\u0023')

const block = (open: string, parts: readonly string[], close: string, margin: string): string =>
  parts.length === 0 ? `${open}${close}` : `${open}${margin}  ${parts.join(`,${margin}  `)}${margin}${close}`

/**
 * Writes JSON as `escapedJson` does, but down to a depth part by part: of a large report, few long texts are then in
 * memory at once. `margin`: the line break before the value, with its indentation.
 */
function jsonInParts(value: unknown, depth: number, margin = '\n'): string {
  if (depth === 0 || typeof value !== 'object' || value === null)
    return escapedJson(value ?? null).replaceAll('\n', margin)
  const inner = `${margin}  `
  if (Array.isArray(value)) {
    const elements = value.map((element: unknown) => jsonInParts(element, depth - 1, inner))
    return block('[', elements, ']', margin)
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `${escapedJson(name)}: ${jsonInParts(member, depth - 1, inner)}`)
  return block('{', members, '}', margin)
}

/**
 * Renders a value as indented JSON that parses to the same value. Unsafe characters and commands to CI systems
 * (`##[…]`) are escaped.
 */
export const toJson = (value: object): string => `${jsonInParts(value, 3)}\n`

/** Renders report.json. */
export const renderJson = (report: Report): string => toJson(report)

/** Renders a comparison as JSON. */
export const renderComparisonJson = (comparison: Comparison): string => toJson(comparison)

/** Renders the summary of a history as JSON. */
export const renderHistoryJson = (summary: HistorySummary): string => toJson(summary)
