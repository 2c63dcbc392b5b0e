import type { Comparison, HistorySummary, Report } from '#results'

/** Characters that JSON does not escape although a terminal or an editor interprets them: DEL, C1 and direction changes. */
const unsafe = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

const escapedJson = (value: unknown): string =>
  JSON.stringify(value, null, 2)
    .replace(unsafe, escaped)
    .replace(/##(?=\[|vso\[|teamcity\[)/gi, '#\\u0023')

/**
 * Adds JSON as `escapedJson` writes it to `parts`, but down to a depth part by part: of a large report, few long texts are then in
 * memory at once. `margin`: the line break before the value, with its indentation.
 */
function addParts(parts: string[], value: unknown, depth: number, margin = '\n'): void {
  if (depth === 0 || typeof value !== 'object' || value === null) {
    parts.push(escapedJson(value ?? null).replaceAll('\n', margin))
    return
  }
  const isArray = Array.isArray(value)
  const members = Object.entries(value).filter(([, member]) => isArray || member !== undefined)
  const inner = `${margin}  `
  parts.push(isArray ? '[' : '{')
  for (const [index, [name, member]] of members.entries()) {
    parts.push(index === 0 ? inner : `,${inner}`)
    if (!isArray) parts.push(`${escapedJson(name)}: `)
    addParts(parts, member, depth - 1, inner)
  }
  if (members.length > 0) parts.push(margin)
  parts.push(isArray ? ']' : '}')
}

/**
 * Renders a value as indented JSON that parses to the same value. Unsafe characters and commands to CI systems
 * (`##[…]`) are escaped.
 */
export function toJson(value: object): string {
  const parts: string[] = []
  addParts(parts, value, 3)
  parts.push('\n')
  return parts.join('')
}

/** Renders report.json. */
export const renderJson = (report: Report): string => toJson(report)

/** Renders a comparison as JSON. */
export const renderComparisonJson = (comparison: Comparison): string => toJson(comparison)

/** Renders the summary of a history as JSON. */
export const renderHistoryJson = (summary: HistorySummary): string => toJson(summary)
