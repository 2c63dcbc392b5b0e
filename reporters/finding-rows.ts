import type { Finding, Report, RequirementResult } from '#results'
import { exchangeLine, type RenderOptions } from './digest.ts'
import { visible } from './visible.ts'
import { words } from './words.ts'

/** One line about a finding. `copy` marks what is meant for copying and must not be broken into lines. */
export type Row = readonly [label: string, value: string, copy?: 'copy']

/**
 * What there is to say of a finding, in the order in which one asks: by which rule; where, what was expected, what came;
 * during which step; in which exchange; how to see it again. Values are fit for one line.
 */
export function findingRows(
  report: Report,
  { id, level, text, source }: RequirementResult,
  finding: Finding,
  lang: RenderOptions['lang'],
): readonly Row[] {
  const say = words[lang]
  const exchange = report.exchanges.find(({ index }) => index === finding.exchange)
  const rows: Row[] = [[say.requiredBy, `${id} (${say.level[level]}): ${text[lang]}`]]
  if (source) rows.push([say.source, `${source.section}, ${say.lines(source.lines)}`])
  rows.push([say.at, visible(finding.at)])
  rows.push([say.expected, visible(finding.expected)])
  rows.push([say.actual, visible(finding.actual)])
  if (finding.step) rows.push([say.while, visible(finding.step)])
  if (exchange) rows.push([say.exchange, visible(exchangeLine(exchange)), 'copy'])
  if (finding.curl) rows.push([say.reproduce, visible(finding.curl), 'copy'])
  return rows
}
