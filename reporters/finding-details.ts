import type { Finding } from '#model'
import { findingRows, type Report, type RequirementResult } from '#results'
import { type Lang, messages } from './i18n/index.ts'
import { repeatCommand } from './repeat-command.ts'
import { sanitizeLine } from './text/sanitize.ts'

/** A labelled value of a finding. `copy` marks values to be copied, which must not be wrapped. */
export type DetailRow = readonly [label: string, value: string, copy?: 'copy']

function repeatRow(report: Report, result: RequirementResult, lang: Lang): readonly DetailRow[] {
  const command = repeatCommand(report, result)
  return command === undefined ? [] : [[messages[lang].repeat, command, 'copy']]
}

/** Returns the fields of a finding with labels in the given language. Values are sanitized and take one line each. */
export function findingDetails(
  report: Report,
  result: RequirementResult,
  finding: Finding,
  lang: Lang,
): readonly DetailRow[] {
  const { id, level, text, source } = result
  const t = messages[lang]
  const caption = {
    id,
    level: t.level[level],
    text: text[lang],
    source: source && `${source.section}, ${t.lines(source.lines)}`,
  }
  const exchange = report.exchanges.find(({ index }) => index === finding.exchange)
  const rows = findingRows(caption, finding, exchange).map(([field, value]): DetailRow => {
    const row = [t[field], sanitizeLine(value)] as const
    return field === 'exchange' || field === 'reproduce' ? [...row, 'copy'] : row
  })
  return finding === result.findings[0] ? [...rows, ...repeatRow(report, result, lang)] : rows
}
