import type { Comparison, Difference, ComparedRun } from '#results'
import type { RenderOptions } from '../group-results.ts'
import { type Lang, messages } from '../i18n/messages.ts'
import { codeCell, codeSpan, escapeMarkdown, table } from '../text/markdown.ts'
import { comparisonMessages } from './messages.ts'
import { formatChange, stateLabel } from './state-change.ts'

type Lines = readonly string[]

function sideTable(labels: readonly string[], sides: readonly ComparedRun[], lang: Lang): Lines {
  const say = messages[lang]
  const head = ['', say.target, say.profile, say.run, say.started, say.outcome.pass, say.outcome.fail, '']
  const rows = sides.map(({ url, profile, runId, startedAt, totals, verdict }, at) => [
    labels[at] ?? '',
    codeCell(url),
    escapeMarkdown(profile),
    escapeMarkdown(runId),
    startedAt.slice(0, 16),
    `${totals.pass}`,
    `${totals.fail}`,
    say.verdict[verdict],
  ])
  return table(head, rows)
}

function section(title: string, differences: readonly Difference[], lang: Lang): Lines {
  if (differences.length === 0) return []
  const say = messages[lang]
  const told = ({ message, expected, actual }: Difference['findings'][number]) =>
    `  - ${escapeMarkdown(message)} ${say.expected}: ${codeSpan(expected)}, ${say.actual}: ${codeSpan(actual)}`
  return [
    '',
    `### ${title} (${differences.length})`,
    '',
    ...differences.flatMap((one) => [
      `- \`${one.id}\` (${say.level[one.level]}): ${escapeMarkdown(formatChange(one, lang))}`,
      ...one.findings.map(told),
    ]),
  ]
}

/** A comparison as the summary of a CI job or a comment on a change. */
export function renderComparisonMarkdown(comparison: Comparison, { lang }: RenderOptions): string {
  const say = comparisonMessages[lang]
  const title = `## ${say.title}`
  if (comparison.kind === 'pair')
    return [
      title,
      '',
      `${say.regressions(comparison.regressed.length)} ${say.unchanged(comparison.unchanged)}`,
      '',
      ...sideTable([say.before, say.after], comparison.sides, lang),
      ...(['regressed', 'fixed', 'changed', 'new', 'gone'] as const).flatMap((kind) =>
        section(say[kind], comparison[kind], lang),
      ),
      '',
    ].join('\n')
  const labels = comparison.sides.map((_, at) => `${at + 1}`)
  const rows = comparison.rows.map(({ id, states }) => [
    `\`${id}\``,
    ...states.map((state) => (state === null ? '' : stateLabel(state, lang))),
  ])
  return [
    title,
    '',
    ...sideTable(labels, comparison.sides, lang),
    ...(rows.length > 0
      ? ['', `### ${say.differing} (${rows.length})`, '', ...table([messages[lang].requirement, ...labels], rows)]
      : []),
    '',
    say.unchanged(comparison.unchanged),
    '',
  ].join('\n')
}
