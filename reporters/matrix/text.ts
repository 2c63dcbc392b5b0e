import type { RequirementMatrix, RequirementRow } from '#results'
import { messages } from '../i18n/index.ts'
import type { RenderOptions } from '../render-options.ts'
import { createStyle, verdictColour } from '../text/ansi.ts'
import { pad } from '../text/columns.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { symbols } from '../text/symbols.ts'

/** Renders a matrix for the terminal: a line for each target, then one for each requirement that is not passed everywhere. */
export function renderMatrixText(matrix: RequirementMatrix, { lang, colour = false }: RenderOptions): string {
  const t = messages[lang]
  const style = createStyle(colour)
  const { targets, differing, alike, passed } = matrix
  const targetLines = targets.map(({ name, profile, edition, startedAt, totals, verdict }, index) => {
    const counts = (['pass', 'fail'] as const).map((outcome) => t.outcomeCount(totals[outcome], t.outcome[outcome]))
    const facts = [sanitizeLine(name), profile, edition, startedAt.slice(0, 10), ...counts]
    return `${pad(`${index + 1}`, 3)}${facts.join(' · ')} · ${style(t.verdict[verdict], verdictColour[verdict])}`
  })
  const idWidth = Math.max(0, ...[...differing, ...alike].map(({ id }) => id.length)) + 2
  const cell = (state: RequirementRow['states'][number]): string => {
    const text = pad(state === null ? ' ' : symbols[state], 3)
    if (state === 'fail') return style(text, 'red')
    return state === 'pass' ? style(text, 'green') : text
  }
  const section = (title: string, rows: readonly RequirementRow[]): readonly string[] =>
    rows.length === 0
      ? []
      : [
          '',
          style(`${title} (${rows.length})`, 'bold'),
          `  ${' '.repeat(idWidth + 8)}${targets.map((_, index) => pad(`${index + 1}`, 3)).join('')}`.trimEnd(),
          ...rows.map(({ id, level, states }) =>
            `  ${pad(id, idWidth)}${pad(t.level[level], 8)}${states.map(cell).join('')}`.trimEnd(),
          ),
        ]
  const legend = (['pass', 'fail', 'skipped', 'unobserved', 'inconclusive', 'error', 'unstable'] as const)
    .map((outcome) => `${symbols[outcome]} ${t.outcome[outcome]}`)
    .join(' · ')
  const lines = [
    ...targetLines,
    ...section(t.comparison.differing, differing),
    ...section(t.matrix.alike, alike),
    '',
    legend,
    t.matrix.allPass(passed),
  ]
  return `${lines.join('\n')}\n`
}
