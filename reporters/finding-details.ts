import type { Finding } from '#model'
import { findingRows, type Report, type RequirementResult } from '#results'
import type { RenderOptions } from './group-results.ts'
import { messages } from './i18n/messages.ts'
import { sanitizeLine } from './text/sanitize.ts'

/** One line about a finding. `copy` marks what is meant for copying and must not be broken into lines. */
export type Row = readonly [label: string, value: string, copy?: 'copy']

/** The fields of a finding with their labels in the report's language. Values are sanitized for one line. */
export function findingDetails(
  report: Report,
  { id, level, text, source }: RequirementResult,
  finding: Finding,
  lang: RenderOptions['lang'],
): readonly Row[] {
  const say = messages[lang]
  const caption = {
    id,
    level: say.level[level],
    text: text[lang],
    source: source && `${source.section}, ${say.lines(source.lines)}`,
  }
  const exchange = report.exchanges.find(({ index }) => index === finding.exchange)
  return findingRows(caption, finding, exchange).map(([field, value]) => {
    const row = [say[field], sanitizeLine(value)] as const
    return field === 'exchange' || field === 'reproduce' ? [...row, 'copy'] : row
  })
}
