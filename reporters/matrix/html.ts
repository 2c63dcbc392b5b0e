import type { RequirementMatrix, RequirementRow } from '#results'
import { html, type Markup } from '../html/markup.ts'
import { messages } from '../i18n/index.ts'
import type { RenderOptions } from '../render-options.ts'
import { staticPage, table, tableRow } from '../static-page.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { symbols } from '../text/symbols.ts'

/** Renders a matrix as one page that loads nothing: the targets, what tells them apart, and what none of them passes. */
export function renderMatrixHtml(matrix: RequirementMatrix, { lang }: RenderOptions): string {
  const t = messages[lang]
  const { targets, differing, alike, passed } = matrix
  const names = targets.map(({ name }) => sanitizeLine(name))
  const cell = (state: RequirementRow['states'][number]): Markup =>
    state === null ? html`<td></td>` : html`<td class="${state}">${symbols[state]} ${t.outcome[state]}</td>`
  const section = (title: string, rows: readonly RequirementRow[]): Markup | undefined =>
    rows.length === 0
      ? undefined
      : html`<h2>${title} (${rows.length})</h2>
${table(
  [t.requirement, t.levelColumn, ...names],
  rows.map(({ id, level, text, states }) =>
    tableRow(html`${sanitizeLine(id)}<small>${sanitizeLine(text[lang])}</small>`, [
      t.level[level],
      ...states.map(cell),
    ]),
  ),
)}`
  const targetRows = targets.map(({ profile, edition, startedAt, totals, verdict }, index) => {
    const facts = [profile, edition, startedAt.slice(0, 10), `${totals.pass}`, `${totals.fail}`, t.verdict[verdict]]
    return tableRow(names[index] ?? '', facts.map(sanitizeLine))
  })
  return staticPage(
    lang,
    t.matrix.title,
    html`${table([t.target, t.profile, t.edition, t.started, t.outcome.pass, t.outcome.fail, ''], targetRows)}
${section(t.comparison.differing, differing)}
${section(t.matrix.alike, alike)}
<p>${t.matrix.allPass(passed)}</p>`,
  )
}
