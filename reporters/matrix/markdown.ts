import type { RequirementMatrix, RequirementRow } from '#results'
import { messages } from '../i18n/index.ts'
import type { RenderOptions } from '../render-options.ts'
import { escapeMarkdown, table } from '../text/markdown.ts'

/** Renders a matrix as Markdown: a table of the targets, then one of the requirements that are not passed everywhere. */
export function renderMatrixMarkdown(matrix: RequirementMatrix, { lang }: RenderOptions): string {
  const t = messages[lang]
  const { targets, differing, alike, passed } = matrix
  const head = ['', t.target, t.profile, t.edition, t.started, t.outcome.pass, t.outcome.fail, '']
  const targetTable = table(
    head,
    targets.map(({ name, profile, edition, startedAt, totals, verdict }, index) => [
      ...[`${index + 1}`, escapeMarkdown(name), escapeMarkdown(profile), edition, startedAt.slice(0, 10)],
      ...[`${totals.pass}`, `${totals.fail}`, t.verdict[verdict]],
    ]),
  )
  const section = (title: string, rows: readonly RequirementRow[]): readonly string[] => {
    if (rows.length === 0) return []
    const cells = rows.map(({ id, level, states }) => [
      ...[`\`${id}\``, t.level[level]],
      ...states.map((state) => {
        if (state === null) return ''
        return state === 'fail' ? `**${t.outcome.fail}**` : t.outcome[state]
      }),
    ])
    const columns = [t.requirement, t.levelColumn, ...targets.map((_, index) => `${index + 1}`)]
    return ['', `### ${title} (${rows.length})`, '', ...table(columns, cells)]
  }
  return [
    `## ${t.matrix.title}`,
    '',
    ...targetTable,
    ...section(t.comparison.differing, differing),
    ...section(t.matrix.alike, alike),
    '',
    t.matrix.allPass(passed),
    '',
  ].join('\n')
}
