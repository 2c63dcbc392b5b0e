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

/** Renders a history as the summary of a CI job. */
export function renderHistoryMarkdown(summary: HistorySummary, { lang }: RenderOptions): string {
  const t = messages[lang]
  const { series, runs, window, failing, changes, flaky, transitions, others } = summary
  const latest = window.at(-1)
  const head = [t.target, t.profile, t.edition, t.requirements, t.run, t.started, '']
  const facts = latest && [
    ...[codeCell(series.target), escapeMarkdown(series.profile), escapeMarkdown(series.edition)],
    `${t.outcomeCount(latest.passed, t.outcome.pass)}, ${t.outcomeCount(latest.failed, t.outcome.fail)}`,
    ...[escapeMarkdown(latest.runId), escapeMarkdown(formatMinute(latest.startedAt)), t.verdict[latest.verdict]],
  ]
  const failingRows = failing.map((requirement) => [
    codeCell(requirement.id),
    t.level[requirement.level],
    escapeMarkdown(formatSince(requirement, lang)),
    escapeMarkdown(t.sentence(requirement.finding?.message ?? '')),
  ])
  const changeRows = changes.map(({ kind, id, level, run, finding }) => [
    `${symbols[kind === 'fixed' ? 'pass' : 'fail']} ${t.history[kind]}`,
    codeCell(id),
    t.level[level],
    `${escapeMarkdown(run.runId)}, ${escapeMarkdown(formatMinute(run.startedAt))}`,
    escapeMarkdown(t.sentence(finding?.message ?? '')),
  ])
  const flakyRows = flaky.map(({ id, level, changes: count, runs: all, outcomes }) => [
    codeCell(id),
    t.level[level],
    t.history.share(count, all),
    outcomes.map((outcome) => (outcome === null ? ' ' : symbols[outcome])).join(''),
  ])
  const transitionRows = transitions.map(({ from, to, after, count, p50, p95 }) => [
    escapeMarkdown(`${from} → ${to}`),
    escapeMarkdown(after),
    `${count}`,
    formatDuration(p50),
    formatDuration(p95),
  ])
  const otherRows = others.map(({ target, profile, edition, runs: count }) => [
    codeCell(target),
    escapeMarkdown(profile),
    escapeMarkdown(edition),
    `${count}`,
  ])
  const requirementHead = [t.requirement, t.levelColumn]
  const lines = [
    `## ${t.history.title}`,
    '',
    `${t.history.runs(window.length, runs)}.${failing.length === 0 ? ` ${t.history.nothingFailing}` : ''}`,
    '',
    ...(facts ? table(head, [facts]) : []),
    ...section(`${t.history.failing} (${failing.length})`, [...requirementHead, t.run, t.finding], failingRows),
    ...section(
      `${t.history.changes(window.length)} (${changes.length})`,
      [t.history.change, ...requirementHead, t.run, t.finding],
      changeRows,
    ),
    ...section(
      `${t.history.flaky} (${flaky.length})`,
      [...requirementHead, t.history.change, t.history.outcomes],
      flakyRows,
    ),
    ...section(t.transitions, ['', t.after, t.count, 'p50', 'p95'], transitionRows),
    ...section(t.history.others, [t.target, t.profile, t.edition, t.count], otherRows),
  ]
  return `${lines.join('\n')}\n`
}
