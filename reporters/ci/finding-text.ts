import type { Report, RequirementResult } from '#results'
import { findingDetails } from '../finding-details.ts'
import { type Lang, messages } from '../i18n/index.ts'
import { sanitizeLine } from '../text/sanitize.ts'

/** Returns the findings of a failure as lines of plain text, each with its details, and the number of omitted ones. */
export function findingLines(report: Report, result: RequirementResult, lang: Lang): readonly string[] {
  const { findings, more } = result
  return [
    ...findings.flatMap((finding) => [
      sanitizeLine(finding.message),
      ...findingDetails(report, result, finding, lang).map(([label, value]) => `  ${label}: ${value}`),
    ]),
    ...(more === undefined ? [] : [`+ ${messages[lang].more(more)}`]),
  ]
}
