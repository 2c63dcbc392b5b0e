import type { HistoryChange, HistorySummary } from '#results'
import { type Lang, type Messages, messages } from '../i18n/index.ts'
import type { RenderOptions } from '../render-options.ts'
import { createStyle, type Style, symbols, verdictColour } from '../text/ansi.ts'
import { displayWidth, pad } from '../text/columns.ts'
import { formatDuration } from '../text/format.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { formatMinute, formatSince, sparkline } from './labels.ts'

interface HistoryPage {
  readonly lang: Lang
  readonly t: Messages
  readonly style: Style
}

type Lines = readonly string[]

const section = ({ style }: HistoryPage, title: string, lines: Lines): Lines =>
  lines.length === 0 ? [] : ['', style(title, 'bold'), ...lines]

/** Formats rows as columns. The last column is not padded. */
function columns(rows: readonly (readonly string[])[]): Lines {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))) + 2)
  return rows.map((row) => `  ${row.map((text, column) => pad(text, widths[column] ?? 0)).join('')}`.trimEnd())
}

function headLines({ t, style }: HistoryPage, { series, runs, window }: HistorySummary): Lines {
  const { target, profile, edition } = series
  const head = [sanitizeLine(target), sanitizeLine(profile), sanitizeLine(edition), t.history.runs(window.length, runs)]
  const latest = window.at(-1)
  if (!latest) return [head.join(' · ')]
  const { runId, startedAt, passed, failed, verdict } = latest
  const counts = [t.outcomeCount(passed, t.outcome.pass), t.outcomeCount(failed, t.outcome.fail)]
  const facts = [formatMinute(sanitizeLine(startedAt)), ...counts, style(t.verdict[verdict], verdictColour[verdict])]
  return [head.join(' · '), `${t.history.latest} ${sanitizeLine(runId)}: ${facts.join(' · ')}`]
}

function failingLines({ lang, t }: HistoryPage, { failing }: HistorySummary): Lines {
  return failing.flatMap((requirement) => {
    const { id, level, outcome, finding } = requirement
    const since = sanitizeLine(formatSince(requirement, lang))
    return [
      `  ${symbols[outcome]} ${sanitizeLine(id)} (${t.level[level]}): ${since}`,
      ...(finding === undefined
        ? []
        : [
            `      ${sanitizeLine(t.sentence(finding.message))}`,
            `        ${t.expected}: ${sanitizeLine(t.value(finding.expected))}`,
            `        ${t.actual}: ${sanitizeLine(t.value(finding.actual))}`,
          ]),
    ]
  })
}

function changeRow({ t }: HistoryPage, { kind, id, level, run }: HistoryChange): Lines {
  const symbol = symbols[kind === 'fixed' ? 'pass' : 'fail']
  const when = formatMinute(sanitizeLine(run.startedAt))
  return [when, `${symbol} ${t.history[kind]}`, `${sanitizeLine(id)} (${t.level[level]})`, sanitizeLine(run.runId)]
}

function flakyRows({ t }: HistoryPage, { flaky }: HistorySummary): readonly Lines[] {
  return flaky.map(({ id, level, changes, runs, outcomes }) => [
    `${sanitizeLine(id)} (${t.level[level]})`,
    t.history.share(changes, runs),
    outcomes.map((outcome) => (outcome === null ? ' ' : symbols[outcome])).join(''),
  ])
}

function transitionRows({ t }: HistoryPage, { transitions }: HistorySummary): readonly Lines[] {
  if (transitions.length === 0) return []
  const rows = transitions.map(({ from, to, after, count, p50, p95, medians }) => [
    sanitizeLine(`${from} → ${to}`),
    sanitizeLine(after),
    `${count}`,
    formatDuration(p50),
    formatDuration(p95),
    sparkline(medians),
  ])
  return [['', t.after, t.count, 'p50', 'p95', t.history.medians], ...rows]
}

/** Renders a history for the terminal: what fails comes first. */
export function renderHistoryText(summary: HistorySummary, { lang, colour = false }: RenderOptions): string {
  const page: HistoryPage = { lang, t: messages[lang], style: createStyle(colour) }
  const t = page.t.history
  const { failing, changes, flaky, window, others } = summary
  const otherRows = others.map(({ target, profile, edition, runs }) =>
    [target, profile, edition, t.runs(runs, runs)].map(sanitizeLine),
  )
  const lines = [
    ...headLines(page, summary),
    ...(failing.length === 0 ? ['', t.nothingFailing] : []),
    ...section(page, `${t.failing} (${failing.length})`, failingLines(page, summary)),
    ...section(
      page,
      `${t.changes(window.length)} (${changes.length})`,
      columns(changes.map((change) => changeRow(page, change))),
    ),
    ...section(page, `${t.flaky} (${flaky.length})`, columns(flakyRows(page, summary))),
    ...section(page, page.t.transitions, columns(transitionRows(page, summary))),
    ...section(page, t.others, columns(otherRows)),
  ]
  return `${lines.join('\n')}\n`
}
