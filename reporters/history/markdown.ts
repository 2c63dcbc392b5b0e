import type { HistorySummary } from '#results'
import { messages } from '../i18n/index.ts'
import type { RenderOptions } from '../render-options.ts'
import { formatDuration } from '../text/format.ts'
import { codeCell, escapeMarkdown, table } from '../text/markdown.ts'
import { symbols } from '../text/symbols.ts'
import { formatMinute, formatSince } from './labels.ts'

type Rows = readonly (readonly string[])[]

const section = (title: string, head: readonly string[], rows: Rows): readonly string[] =>
  rows.length === 0 ? [] : ['', `### ${title}`, '', ...table(head, rows)]

type Labels = (typeof messages)[keyof typeof messages]

const failingTable = ({ failing }: HistorySummary, t: Labels, lang: RenderOptions['lang']): readonly string[] =>
  section(
    `${t.history.failing} (${failing.length})`,
    [t.requirement, t.levelColumn, t.run, t.finding],
    failing.map((requirement) => [
      codeCell(requirement.id),
      t.level[requirement.level],
      escapeMarkdown(formatSince(requirement, lang)),
      escapeMarkdown(t.sentence(requirement.finding?.message ?? '')),
    ]),
  )

const changeTable = ({ changes, window }: HistorySummary, t: Labels): readonly string[] =>
  section(
    `${t.history.changes(window.length)} (${changes.length})`,
    [t.history.change, t.requirement, t.levelColumn, t.run, t.finding],
    changes.map(({ kind, id, level, run, finding }) => [
      `${symbols[kind === 'fixed' ? 'pass' : 'fail']} ${t.history[kind]}`,
      codeCell(id),
      t.level[level],
      `${escapeMarkdown(run.runId)}, ${escapeMarkdown(formatMinute(run.startedAt))}`,
      escapeMarkdown(t.sentence(finding?.message ?? '')),
    ]),
  )

const flakyTable = ({ flaky }: HistorySummary, t: Labels): readonly string[] =>
  section(
    `${t.history.flaky} (${flaky.length})`,
    [t.requirement, t.levelColumn, t.history.change, t.history.outcomes],
    flaky.map(({ id, level, changes, runs, outcomes }) => [
      codeCell(id),
      t.level[level],
      t.history.share(changes, runs),
      outcomes.map((outcome) => (outcome === null ? ' ' : symbols[outcome])).join(''),
    ]),
  )

const transitionTable = ({ transitions }: HistorySummary, t: Labels): readonly string[] =>
  section(
    t.transitions,
    ['', t.after, t.count, 'p50', 'p95'],
    transitions.map(({ from, to, after, count, p50, p95 }) => [
      escapeMarkdown(`${from} → ${to}`),
      escapeMarkdown(after),
      `${count}`,
      formatDuration(p50),
      formatDuration(p95),
    ]),
  )

const otherTable = ({ others }: HistorySummary, t: Labels): readonly string[] =>
  section(
    t.history.others,
    [t.target, t.profile, t.edition, t.count],
    others.map(({ target, profile, edition, runs }) => [
      codeCell(target),
      escapeMarkdown(profile),
      escapeMarkdown(edition),
      `${runs}`,
    ]),
  )

/** Returns the latest run as a table of one row; empty without any run. */
function latestRun({ series, window }: HistorySummary, t: Labels): readonly string[] {
  const latest = window.at(-1)
  if (latest === undefined) return []
  const head = [t.target, t.profile, t.edition, t.requirements, t.run, t.started, '']
  const row = [
    ...[codeCell(series.target), escapeMarkdown(series.profile), escapeMarkdown(series.edition)],
    `${t.outcomeCount(latest.passed, t.outcome.pass)}, ${t.outcomeCount(latest.failed, t.outcome.fail)}`,
    ...[escapeMarkdown(latest.runId), escapeMarkdown(formatMinute(latest.startedAt)), t.verdict[latest.verdict]],
  ]
  return table(head, [row])
}

/** Renders a history as the summary of a CI job. */
export function renderHistoryMarkdown(summary: HistorySummary, { lang }: RenderOptions): string {
  const t = messages[lang]
  const { runs, window, failing } = summary
  const lines = [
    `## ${t.history.title}`,
    '',
    `${t.history.runs(window.length, runs)}.${failing.length === 0 ? ` ${t.history.nothingFailing}` : ''}`,
    '',
    ...latestRun(summary, t),
    ...failingTable(summary, t, lang),
    ...changeTable(summary, t),
    ...flakyTable(summary, t),
    ...transitionTable(summary, t),
    ...otherTable(summary, t),
  ]
  return `${lines.join('\n')}\n`
}
