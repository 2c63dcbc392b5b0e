import type { RequirementResult } from '#results'
import { type DetailRow, findingDetails } from '../finding-details.ts'
import { displayStatus, exemptionText } from '../group-results.ts'
import { failureColour, symbols } from '../text/ansi.ts'
import { displayWidth, pad, wrap } from '../text/columns.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { furtherFindings } from './further-findings.ts'
import { bulletPoint, type ConsolePage, heading, type Lines, paragraph } from './page.ts'

/** Lays out labels in one column and values in the next. Values are wrapped unless they are meant to be copied. */
function detailLines({ style, width }: ConsolePage, rows: readonly DetailRow[]): Lines {
  const labelWidth = Math.max(...rows.map(([label]) => displayWidth(label))) + 2
  return rows.flatMap(([label, value, copy]) => {
    const [first = '', ...others] = copy ? [value] : wrap(value, width - labelWidth - 2)
    return [
      `  ${style(pad(label, labelWidth), 'dim')}${first}`,
      ...others.map((line) => ' '.repeat(labelWidth + 2) + line),
    ]
  })
}

/** Returns a failure: the first finding with all details, and the other findings without repetitions. */
function failure(page: ConsolePage, result: RequirementResult): Lines {
  const [first, ...others] = result.findings
  if (!first) return []
  const { report, lang, t, style, width } = page
  const [title = '', ...titleRest] = wrap(sanitizeLine(first.message), width - 2)
  const { messages, rows, count } = furtherFindings(page, result)
  const otherLines = messages.flatMap((text) => bulletPoint(page, '+', text))
  const more = (result.more ?? 0) + others.length - count
  return [
    '',
    `${style(symbols.fail, failureColour[result.level], 'bold')} ${style(title, 'bold')}`,
    ...titleRest.map((line) => `  ${style(line, 'bold')}`),
    '',
    ...detailLines(page, [...rows, ...findingDetails(report, result, first, lang)]),
    ...(otherLines.length > 0 || more > 0 ? ['', ...otherLines] : []),
    ...(more > 0 ? [`  + ${t.more(more)}`] : []),
  ]
}

/** Renders failures under one title. */
export const failureList = (page: ConsolePage, title: string, results: readonly RequirementResult[]): Lines =>
  results.length === 0
    ? []
    : [...heading(page, title, results.length), ...results.flatMap((result) => failure(page, result))]

/**
 * Returns how to get the tokens that the curl lines of failures name. A line that is broken in its middle could not be pasted into a shell.
 * The embedded emulator has ended when they are read.
 */
export function tokenHint(page: ConsolePage): Lines {
  const { requirements, target } = page.report
  const commands = requirements.flatMap(({ outcome, off, findings }) =>
    outcome === 'fail' && !off ? (findings[0]?.curl ?? []) : [],
  )
  if (commands.length === 0 || target.embedded) return []
  const options = target.options && sanitizeLine(target.options)
  const needsOther = commands.some((command) => command.includes('$OTHER_TOKEN'))
  return ['', `  ${page.t.tokenHint(options)}`, ...(needsOther ? [`  ${page.t.otherTokenHint(options)}`] : [])]
}

/** Renders results with their reason. */
export function briefList(page: ConsolePage, title: string, results: readonly RequirementResult[]): Lines {
  if (results.length === 0) return []
  const lines = ({ id, outcome, reason, findings, more = 0 }: RequirementResult): Lines => {
    const others = findings.length - 1 + more
    const text = findings[0]?.message ?? page.t.sentence(reason ?? '')
    return [
      `${page.style(symbols[outcome], 'yellow')} ${id}`,
      ...paragraph(page, text + (others > 0 ? ` (+${others})` : ''), 4),
    ]
  }
  return [...heading(page, title, results.length), ...results.flatMap(lines)]
}

/** Renders accepted failures, each with the reason for its acceptance. */
export function exemptList(page: ConsolePage, title: string, results: readonly RequirementResult[]): Lines {
  if (results.length === 0) return []
  const { style, t } = page
  const lines = (result: RequirementResult): Lines => [
    `${style(symbols[displayStatus(result)], 'yellow')} ${result.id}`,
    ...paragraph(page, result.findings[0]?.message ?? '', 4),
    ...paragraph(page, exemptionText(result, t.until), 4).map((line) => style(line, 'dim')),
  ]
  return [...heading(page, title, results.length), ...results.flatMap(lines)]
}
