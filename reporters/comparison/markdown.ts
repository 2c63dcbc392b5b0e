import type { ComparedRun, Comparison, Difference, MatrixComparison, PairComparison } from '#results'
import { type Lang, messages } from '../i18n/index.ts'
import { localizeFinding } from '../i18n/localize-findings.ts'
import type { RenderOptions } from '../render-options.ts'
import { codeCell, codeSpan, escapeMarkdown, table } from '../text/markdown.ts'
import { formatChange, stateLabel } from './state-change.ts'
import { withAccepted } from './with-accepted.ts'

type Lines = readonly string[]

function runTable(labels: readonly string[], runs: readonly ComparedRun[], lang: Lang): Lines {
  const t = messages[lang]
  const head = ['', t.target, t.profile, t.edition, t.run, t.started, t.outcome.pass, t.outcome.fail, '']
  const rows = runs.map((compared, index) => {
    const { url, profile, edition, runId, startedAt, totals, verdict, shards } = compared
    return [
      labels[index] ?? '',
      codeCell(url),
      escapeMarkdown(profile),
      edition,
      escapeMarkdown(shards === undefined ? runId : `${runId} (--shard ${shards})`),
      startedAt.slice(0, 16),
      `${totals.pass}`,
      withAccepted(`${totals.fail}`, compared, t),
      t.verdict[verdict],
    ]
  })
  return table(head, rows)
}

function section(title: string, differences: readonly Difference[], lang: Lang): Lines {
  if (differences.length === 0) return []
  const t = messages[lang]
  const findingLine = ({ message, expected, actual }: Difference['findings'][number]): string =>
    `  - ${escapeMarkdown(message)} ${t.expected}: ${codeSpan(expected)}, ${t.actual}: ${codeSpan(actual)}`
  const lines = differences.flatMap((difference) => [
    `- \`${difference.id}\` (${t.level[difference.level]}): ${escapeMarkdown(formatChange(difference, lang))}`,
    ...difference.findings.map((finding) => findingLine(localizeFinding(finding, lang))),
  ])
  return ['', `### ${title} (${differences.length})`, '', ...lines]
}

function pairLines(pair: PairComparison, lang: Lang): Lines {
  const t = messages[lang].comparison
  return [
    `${t.regressions(pair.regressed.length)} ${t.unchanged(pair.unchanged)}`,
    '',
    ...runTable([t.before, t.after], pair.sides, lang),
    ...(['regressed', 'fixed', 'changed', 'new', 'gone'] as const).flatMap((change) =>
      section(t[change], pair[change], lang),
    ),
  ]
}

function matrixLines({ sides, rows, unchanged }: MatrixComparison, lang: Lang): Lines {
  const t = messages[lang]
  const labels = sides.map((_, index) => `${index + 1}`)
  const cells = rows.map(({ id, states }) => [
    `\`${id}\``,
    ...states.map((state) => (state === null ? '' : stateLabel(state, lang))),
  ])
  const differing = [
    '',
    `### ${t.comparison.differing} (${rows.length})`,
    '',
    ...table([t.requirement, ...labels], cells),
  ]
  return [
    ...runTable(labels, sides, lang),
    ...(rows.length > 0 ? differing : []),
    '',
    t.comparison.unchanged(unchanged),
  ]
}

/** Renders a comparison as the summary of a CI job or as a comment on a pull request. */
export function renderComparisonMarkdown(comparison: Comparison, { lang }: RenderOptions): string {
  const lines = comparison.kind === 'pair' ? pairLines(comparison, lang) : matrixLines(comparison, lang)
  return [`## ${messages[lang].comparison.title}`, '', ...lines, ''].join('\n')
}
