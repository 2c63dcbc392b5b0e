import type { FailingRequirement, FlakyRequirement, HistoryChange, HistorySummary, TransitionHistory } from '#results'
import { html, type Markup } from '../html/markup.ts'
import { type Lang, type Messages, messages } from '../i18n/index.ts'
import type { RenderOptions } from '../render-options.ts'
import { staticPage, table, tableRow } from '../static-page.ts'
import { formatDuration } from '../text/format.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { symbols } from '../text/symbols.ts'
import { formatMinute, formatSince } from './labels.ts'

const barWidth = 6
const chartHeight = 24

/** Returns a small bar chart. Bars start at zero and show their value as a tooltip; a missing value leaves a gap. */
function sparkline(values: readonly (number | null)[], label: string): Markup {
  const largest = Math.max(1, ...values.map((value) => value ?? 0))
  const bars = values.map((value, index) => {
    if (value === null) return undefined
    const height = Math.max(1, Math.round((value / largest) * chartHeight))
    return html`<rect x="${index * barWidth}" y="${chartHeight - height}" width="${barWidth - 1}" height="${height}"><title>${formatDuration(value)}</title></rect>`
  })
  const width = values.length * barWidth
  return html`<svg class="sparkline" role="img" aria-label="${label}" viewBox="0 0 ${width} ${chartHeight}" width="${width}">${bars}</svg>`
}

const section = (title: string, columns: readonly string[], rows: readonly Markup[]): Markup | undefined =>
  rows.length === 0 ? undefined : html`<h2>${title}</h2>\n${table(columns, rows)}`

function failingRow(requirement: FailingRequirement, t: Messages, lang: Lang): Markup {
  const { id, level, outcome, finding } = requirement
  const difference =
    finding &&
    html`<small>${sanitizeLine(t.sentence(finding.message))}<br>${t.expected}: ${sanitizeLine(t.value(finding.expected))}<br>${t.actual}: ${sanitizeLine(t.value(finding.actual))}</small>`
  return tableRow(html`${symbols[outcome]} ${sanitizeLine(id)}`, [
    t.level[level],
    html`<td class="wrap">${sanitizeLine(formatSince(requirement, lang))}${difference}</td>`,
  ])
}

function changeRow({ kind, id, level, run, finding }: HistoryChange, t: Messages): Markup {
  const state = kind === 'fixed' ? 'pass' : 'fail'
  return tableRow(sanitizeLine(id), [
    t.level[level],
    html`<td class="${state}">${symbols[state]} ${t.history[kind]}</td>`,
    sanitizeLine(`${run.runId}, ${formatMinute(run.startedAt)}`),
    html`<td class="wrap">${sanitizeLine(t.sentence(finding?.message ?? ''))}</td>`,
  ])
}

const flakyRow = ({ id, level, changes, runs, outcomes }: FlakyRequirement, t: Messages): Markup =>
  tableRow(sanitizeLine(id), [
    t.level[level],
    t.history.share(changes, runs),
    outcomes.map((outcome) => (outcome === null ? ' ' : symbols[outcome])).join(''),
  ])

const transitionRow = ({ from, to, after, count, p50, p95, medians }: TransitionHistory, t: Messages): Markup =>
  tableRow(sanitizeLine(`${from} → ${to}`), [
    sanitizeLine(after),
    `${count}`,
    formatDuration(p50),
    formatDuration(p95),
    html`<td>${sparkline(medians, `${t.history.medians}: ${medians.map((ms) => (ms === null ? '–' : formatDuration(ms))).join(', ')}`)}</td>`,
  ])

/** Returns the latest run as a table of one row. */
function latestRun({ series, window }: HistorySummary, t: Messages): Markup | undefined {
  const latest = window.at(-1)
  if (!latest) return undefined
  const { runId, startedAt, passed, failed, verdict, durationMs } = latest
  const facts = [series.profile, series.edition, runId, formatMinute(startedAt), formatDuration(durationMs)]
  return table(
    [t.target, t.profile, t.edition, t.run, t.started, t.duration, t.outcome.pass, t.outcome.fail, ''],
    [tableRow(sanitizeLine(series.target), [...facts.map(sanitizeLine), `${passed}`, `${failed}`, t.verdict[verdict]])],
  )
}

/** Renders a history as one page that loads nothing: what fails since when, changes, flaky requirements, and times as small charts. */
export function renderHistoryHtml(summary: HistorySummary, { lang }: RenderOptions): string {
  const t = messages[lang]
  const { runs, window, failing, changes, flaky, transitions, others } = summary
  const requirement = [t.requirement, t.levelColumn]
  const otherRows = others.map(({ target, profile, edition, runs: count }) =>
    tableRow(sanitizeLine(target), [profile, edition, t.history.runs(count, count)].map(sanitizeLine)),
  )
  return staticPage(
    lang,
    t.history.title,
    html`<p>${t.history.runs(window.length, runs)}</p>
${latestRun(summary, t)}
${failing.length === 0 ? html`<p>${t.history.nothingFailing}</p>` : undefined}
${section(
  `${t.history.failing} (${failing.length})`,
  [...requirement, ''],
  failing.map((one) => failingRow(one, t, lang)),
)}
${section(
  `${t.history.changes(window.length)} (${changes.length})`,
  [...requirement, t.history.change, t.run, ''],
  changes.map((change) => changeRow(change, t)),
)}
${section(
  `${t.history.flaky} (${flaky.length})`,
  [...requirement, t.history.change, t.history.outcomes],
  flaky.map((one) => flakyRow(one, t)),
)}
${section(
  t.transitions,
  ['', t.after, t.count, 'p50', 'p95', t.history.medians],
  transitions.map((one) => transitionRow(one, t)),
)}
${section(t.history.others, [t.target, t.profile, t.edition, ''], otherRows)}`,
  )
}
