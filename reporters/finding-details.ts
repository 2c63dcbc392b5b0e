import type { Finding } from '#model'
import type { Report, RequirementResult } from '#results'
import { type Lang, messages } from './i18n/index.ts'
import { formatExchangeLine } from './text/format.ts'
import { sanitizeLine } from './text/sanitize.ts'

/** A labelled value of a finding. `copy` marks values to be copied, which must not be wrapped. */
export type DetailRow = readonly [label: string, value: string, copy?: 'copy']

/**
 * The details of a finding: the requirement, its source, where, expected, actual, the step of the test, the exchange, and the
 * command that reproduces it. Values are sanitized and take one line each.
 */
export function findingDetails(
  report: Report,
  { id, level, text, source }: RequirementResult,
  finding: Finding,
  lang: Lang,
): readonly DetailRow[] {
  const t = messages[lang]
  const exchange = report.exchanges.find(({ index }) => index === finding.exchange)
  const rows: DetailRow[] = [[t.requiredBy, `${id} (${t.level[level]}): ${text[lang]}`]]
  if (source) rows.push([t.source, `${source.section}, ${t.lines(source.lines)}`])
  rows.push([t.at, sanitizeLine(finding.at)])
  rows.push([t.expected, sanitizeLine(finding.expected)])
  rows.push([t.actual, sanitizeLine(finding.actual)])
  if (finding.step) rows.push([t.while, sanitizeLine(finding.step)])
  if (exchange) rows.push([t.exchange, sanitizeLine(formatExchangeLine(exchange)), 'copy'])
  if (finding.curl) rows.push([t.reproduce, sanitizeLine(finding.curl), 'copy'])
  return rows
}
