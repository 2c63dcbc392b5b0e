import type { Finding } from '#model'
import type { Report, RequirementResult } from '#results'
import { formatExchangeLine, type RenderOptions } from './group-results.ts'
import { messages } from './i18n/messages.ts'
import { sanitizeLine } from './text/sanitize.ts'

/** One line about a finding. `copy` marks what is meant for copying and must not be broken into lines. */
export type DetailRow = readonly [label: string, value: string, copy?: 'copy']

/**
 * What there is to say of a finding, in the order in which one asks: by which rule; where, what was expected, what came;
 * during which step; in which exchange; how to see it again. Values are fit for one line.
 */
export function findingDetails(
  report: Report,
  { id, level, text, source }: RequirementResult,
  finding: Finding,
  lang: RenderOptions['lang'],
): readonly DetailRow[] {
  const say = messages[lang]
  const exchange = report.exchanges.find(({ index }) => index === finding.exchange)
  const rows: DetailRow[] = [[say.requiredBy, `${id} (${say.level[level]}): ${text[lang]}`]]
  if (source) rows.push([say.source, `${source.section}, ${say.lines(source.lines)}`])
  rows.push([say.at, sanitizeLine(finding.at)])
  rows.push([say.expected, sanitizeLine(finding.expected)])
  rows.push([say.actual, sanitizeLine(finding.actual)])
  if (finding.step) rows.push([say.while, sanitizeLine(finding.step)])
  if (exchange) rows.push([say.exchange, sanitizeLine(formatExchangeLine(exchange)), 'copy'])
  if (finding.curl) rows.push([say.reproduce, sanitizeLine(finding.curl), 'copy'])
  return rows
}
