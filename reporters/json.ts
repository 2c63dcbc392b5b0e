import type { Comparison, Report } from '#results'

/** What JSON leaves bare but a terminal or an editor would act on: DEL, C1, and characters that change direction. */
const acting = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A value as it is, without commands to a CI system that prints it, indented for people and diffs. Reads back to the same value. */
const inert = (value: unknown): string =>
  `${JSON.stringify(value, null, 2)
    .replace(acting, escaped)
    .replace(/##(?=\[|vso\[|teamcity\[)/gi, '#\\u0023')}\n`

export const renderJson = (report: Report): string => inert(report)

export const renderComparisonJson = (comparison: Comparison): string => inert(comparison)
