import type { Finding } from '#model'
import { findingRows, type Report, type RequirementResult } from '#results'
import { type Lang, messages } from './i18n/index.ts'
import { sanitizeLine } from './text/sanitize.ts'

/** A labelled value of a finding. `copy` marks values to be copied, which must not be wrapped. */
export type DetailRow = readonly [label: string, value: string, copy?: 'copy']

/** The fields of a finding with labels in the given language. Values are sanitized and take one line each. */
export function findingDetails(
  report: Report,
  { id, level, text, source }: RequirementResult,
  finding: Finding,
  lang: Lang,
): readonly DetailRow[] {
  const t = messages[lang]
  const caption = {
    id,
    level: t.level[level],
    text: text[lang],
    source: source && `${source.section}, ${t.lines(source.lines)}`,
  }
  const exchange = report.exchanges.find(({ index }) => index === finding.exchange)
  return findingRows(caption, finding, exchange).map(([field, value]) => {
    const row = [t[field], sanitizeLine(value)] as const
    return field === 'exchange' || field === 'reproduce' ? [...row, 'copy'] : row
  })
}
