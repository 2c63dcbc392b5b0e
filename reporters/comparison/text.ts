import type { Comparison, Difference, MatrixComparison, PairComparison, ComparedRun } from '#results'
import type { RenderOptions } from '../group-results.ts'
import { messages } from '../i18n/messages.ts'
import { type Style, createStyle, symbols, verdictColour } from '../text/ansi.ts'
import { displayWidth, pad } from '../text/columns.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { type ComparisonMessages, comparisonMessages } from './messages.ts'
import { formatChange, stateLabel } from './state-change.ts'

interface Page {
  readonly lang: RenderOptions['lang']
  readonly say: ComparisonMessages
  readonly paint: Style
}

type Lines = readonly string[]

function sideLines({ lang, say, paint }: Page, labels: readonly string[], sides: readonly ComparedRun[]): Lines {
  const margin = Math.max(...labels.map(displayWidth)) + 2
  return sides.map(({ url, profile, runId, startedAt, verdict, totals }, at) => {
    const figures = (['pass', 'fail'] as const).map((name) => `${totals[name]} ${messages[lang].outcome[name]}`)
    const facts = [sanitizeLine(url), profile, `${say.run} ${sanitizeLine(runId)}`, startedAt.slice(0, 16), ...figures]
    const told = paint(messages[lang].verdict[verdict], verdictColour[verdict])
    return `${pad(labels[at] ?? '', margin)}${facts.join(' · ')} · ${told}`
  })
}

/** What the second run found, so that a regression can be understood where it is read. */
const found = ({ findings }: Difference, lang: RenderOptions['lang']): Lines =>
  findings.flatMap(({ message, at, expected, actual, curl }) => [
    `      ${sanitizeLine(message)}`,
    `        ${messages[lang].at}: ${sanitizeLine(at)}`,
    `        ${messages[lang].expected}: ${sanitizeLine(expected)}`,
    `        ${messages[lang].actual}: ${sanitizeLine(actual)}`,
    ...(curl === undefined ? [] : [`        ${messages[lang].reproduce}: ${sanitizeLine(curl)}`]),
  ])

function section(page: Page, title: string, differences: readonly Difference[]): Lines {
  if (differences.length === 0) return []
  const { lang, paint } = page
  return [
    '',
    paint(`${title} (${differences.length})`, 'bold'),
    ...differences.flatMap((one) => [
      `  ${symbols[one.after ?? 'off']} ${one.id} (${messages[lang].level[one.level]}): ${sanitizeLine(formatChange(one, lang))}`,
      ...found(one, lang),
    ]),
  ]
}

function pair(page: Page, comparison: PairComparison): Lines {
  const { say, paint } = page
  const count = comparison.regressed.length
  return [
    ...sideLines(page, [say.before, say.after], comparison.sides),
    ...section(page, say.regressed, comparison.regressed),
    ...section(page, say.fixed, comparison.fixed),
    ...section(page, say.changed, comparison.changed),
    ...section(page, say.new, comparison.new),
    ...section(page, say.gone, comparison.gone),
    '',
    `${paint(say.regressions(count), count > 0 ? 'red' : 'green', 'bold')} ${say.unchanged(comparison.unchanged)}`,
  ]
}

function matrix(page: Page, { sides, rows, unchanged }: MatrixComparison): Lines {
  const { lang, say, paint } = page
  const labels = sides.map((_, at) => `${at + 1}`)
  const cells = rows.map(({ states }) => states.map((state) => (state === null ? '' : stateLabel(state, lang))))
  const first = Math.max(0, ...rows.map(({ id }) => id.length)) + 2
  const widths = labels.map(
    (label, at) => Math.max(displayWidth(label), ...cells.map((row) => displayWidth(row[at] ?? ''))) + 2,
  )
  const line = (head: string, texts: readonly string[]) =>
    `  ${pad(head, first)}${texts.map((text, at) => pad(text, widths[at] ?? 0)).join('')}`.trimEnd()
  const table = [line('', labels), ...rows.map(({ id }, at) => line(id, cells[at] ?? []))]
  return [
    ...sideLines(page, labels, sides),
    ...(rows.length > 0 ? ['', paint(`${say.differing} (${rows.length})`, 'bold'), ...table] : []),
    '',
    say.unchanged(unchanged),
  ]
}

/** A comparison for the terminal; what regressed comes first, with what was found. */
export function renderComparisonText(comparison: Comparison, { lang, colour = false }: RenderOptions): string {
  const page: Page = { lang, say: comparisonMessages[lang], paint: createStyle(colour) }
  const lines = comparison.kind === 'pair' ? pair(page, comparison) : matrix(page, comparison)
  return `${lines.join('\n')}\n`
}
