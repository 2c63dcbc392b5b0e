import type { ComparedRun, Comparison, Difference, MatrixComparison, PairComparison } from '#results'
import { type Lang, type Messages, messages } from '../i18n/index.ts'
import { localizeFinding } from '../i18n/localize-findings.ts'
import type { RenderOptions } from '../render-options.ts'
import { createStyle, type Style, symbols, verdictColour } from '../text/ansi.ts'
import { displayWidth, pad } from '../text/columns.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { formatChange, stateLabel } from './state-change.ts'
import { withAccepted } from './with-accepted.ts'

interface ComparisonPage {
  readonly lang: Lang
  readonly t: Messages
  readonly style: Style
}

type Lines = readonly string[]

/** Renders one line per run: the target, the time, and the result. */
function runLines({ t, style }: ComparisonPage, labels: readonly string[], runs: readonly ComparedRun[]): Lines {
  const labelWidth = Math.max(...labels.map(displayWidth)) + 2
  return runs.map((compared, index) => {
    const { url, profile, edition, runId, startedAt, verdict, totals, shards } = compared
    const failed = withAccepted(t.outcomeCount(totals.fail, t.outcome.fail), compared, t)
    const counts = [t.outcomeCount(totals.pass, t.outcome.pass), failed]
    const part = shards === undefined ? '' : ` (--shard ${shards})`
    const run = `${t.comparison.run} ${sanitizeLine(runId)}${part}`
    const facts = [sanitizeLine(url), profile, edition, run, startedAt.slice(0, 16), ...counts]
    const verdictText = style(t.verdict[verdict], verdictColour[verdict])
    return `${pad(labels[index] ?? '', labelWidth)}${facts.join(' · ')} · ${verdictText}`
  })
}

/** Other findings of a requirement whose messages are listed. */
const maxOthers = 3

/** Returns the first finding in full, and only the messages of the others, which may have the same cause. */
function findingLines({ findings }: Difference, { lang, t }: ComparisonPage): Lines {
  const [first, ...others] = findings.map((finding) => localizeFinding(finding, lang))
  if (first === undefined) return []
  const { message, at, expected, actual, curl } = first
  return [
    `      ${sanitizeLine(message)}`,
    `        ${t.at}: ${sanitizeLine(at)}`,
    `        ${t.expected}: ${sanitizeLine(expected)}`,
    `        ${t.actual}: ${sanitizeLine(actual)}`,
    ...(curl === undefined ? [] : [`        ${t.reproduce}: ${sanitizeLine(curl)}`]),
    ...others.slice(0, maxOthers).map((other) => `      + ${sanitizeLine(other.message)}`),
    ...(others.length > maxOthers ? [`      + ${t.more(others.length - maxOthers)}`] : []),
  ]
}

function section(page: ComparisonPage, title: string, differences: readonly Difference[]): Lines {
  const { lang, t, style } = page
  if (differences.length === 0) return []
  const lines = differences.flatMap((difference) => {
    const symbol = symbols[difference.after ?? 'off']
    const change = sanitizeLine(formatChange(difference, lang))
    return [`  ${symbol} ${difference.id} (${t.level[difference.level]}): ${change}`, ...findingLines(difference, page)]
  })
  return ['', style(`${title} (${differences.length})`, 'bold'), ...lines]
}

function pairLines(page: ComparisonPage, pair: PairComparison): Lines {
  const t = page.t.comparison
  const count = pair.regressed.length
  const regressions = page.style(t.regressions(count), count > 0 ? 'red' : 'green', 'bold')
  return [
    ...runLines(page, [t.before, t.after], pair.sides),
    ...(['regressed', 'fixed', 'changed', 'new', 'gone'] as const).flatMap((change) =>
      section(page, t[change], pair[change]),
    ),
    '',
    `${regressions} ${t.unchanged(pair.unchanged)}`,
  ]
}

/** Renders a column for each run, and a line for each requirement whose state differs. */
function matrixLines(page: ComparisonPage, { sides, rows, unchanged }: MatrixComparison): Lines {
  const { lang, t, style } = page
  const labels = sides.map((_, index) => `${index + 1}`)
  const cells = rows.map(({ states }) => states.map((state) => (state === null ? '' : stateLabel(state, lang))))
  const idWidth = Math.max(0, ...rows.map(({ id }) => id.length)) + 2
  const columnWidths = labels.map(
    (label, column) => Math.max(displayWidth(label), ...cells.map((row) => displayWidth(row[column] ?? ''))) + 2,
  )
  const line = (id: string, texts: readonly string[]): string =>
    `  ${pad(id, idWidth)}${texts.map((text, column) => pad(text, columnWidths[column] ?? 0)).join('')}`.trimEnd()
  const table = [line('', labels), ...rows.map(({ id }, index) => line(id, cells[index] ?? []))]
  return [
    ...runLines(page, labels, sides),
    ...(rows.length > 0 ? ['', style(`${t.comparison.differing} (${rows.length})`, 'bold'), ...table] : []),
    '',
    t.comparison.unchanged(unchanged),
  ]
}

/** Renders a comparison for the terminal. Regressions come first, with their findings. */
export function renderComparisonText(comparison: Comparison, { lang, colour = false }: RenderOptions): string {
  const page: ComparisonPage = { lang, t: messages[lang], style: createStyle(colour) }
  const lines = comparison.kind === 'pair' ? pairLines(page, comparison) : matrixLines(page, comparison)
  return `${lines.join('\n')}\n`
}
