import type { Comparison, Difference, MatrixComparison, PairComparison, Side } from '#results'
import { passage, stateIn } from './comparison-state.ts'
import { type ComparisonWords, comparisonWords } from './comparison-words.ts'
import type { RenderOptions } from './digest.ts'
import { columns, pad } from './layout.ts'
import { type Paint, painter, sign, verdictColour } from './paint.ts'
import { visible } from './visible.ts'
import { words } from './words.ts'

interface Page {
  readonly lang: RenderOptions['lang']
  readonly say: ComparisonWords
  readonly paint: Paint
}

type Lines = readonly string[]

function sideLines({ lang, say, paint }: Page, labels: readonly string[], sides: readonly Side[]): Lines {
  const margin = Math.max(...labels.map(columns)) + 2
  return sides.map(({ url, profile, runId, startedAt, verdict, totals }, at) => {
    const figures = (['pass', 'fail'] as const).map((name) => `${totals[name]} ${words[lang].outcome[name]}`)
    const facts = [visible(url), profile, `${say.run} ${visible(runId)}`, startedAt.slice(0, 16), ...figures]
    const told = paint(words[lang].verdict[verdict], verdictColour[verdict])
    return `${pad(labels[at] ?? '', margin)}${facts.join(' · ')} · ${told}`
  })
}

/** What the second run found, so that a regression can be understood where it is read. */
const found = ({ findings }: Difference, lang: RenderOptions['lang']): Lines =>
  findings.flatMap(({ message, at, expected, actual, curl }) => [
    `      ${visible(message)}`,
    `        ${words[lang].at}: ${visible(at)}`,
    `        ${words[lang].expected}: ${visible(expected)}`,
    `        ${words[lang].actual}: ${visible(actual)}`,
    ...(curl === undefined ? [] : [`        ${words[lang].reproduce}: ${visible(curl)}`]),
  ])

function section(page: Page, title: string, differences: readonly Difference[]): Lines {
  if (differences.length === 0) return []
  const { lang, paint } = page
  return [
    '',
    paint(`${title} (${differences.length})`, 'bold'),
    ...differences.flatMap((one) => [
      `  ${sign[one.after ?? 'off']} ${one.id} (${words[lang].level[one.level]}): ${visible(passage(one, lang))}`,
      ...found(one, lang),
    ]),
  ]
}

function pair(page: Page, comparison: PairComparison): Lines {
  const { say, paint } = page
  const count = comparison.regressed.length
  return [
    ...sideLines(page, [say.before, say.after], comparison.sides),
    ...section(page, say.regressed, comparison.regressed),
    ...section(page, say.fixed, comparison.fixed),
    ...section(page, say.changed, comparison.changed),
    ...section(page, say.new, comparison.new),
    ...section(page, say.gone, comparison.gone),
    '',
    `${paint(say.regressions(count), count > 0 ? 'red' : 'green', 'bold')} ${say.unchanged(comparison.unchanged)}`,
  ]
}

function matrix(page: Page, { sides, rows, unchanged }: MatrixComparison): Lines {
  const { lang, say, paint } = page
  const labels = sides.map((_, at) => `${at + 1}`)
  const cells = rows.map(({ states }) => states.map((state) => (state === null ? '' : stateIn(state, lang))))
  const first = Math.max(0, ...rows.map(({ id }) => id.length)) + 2
  const widths = labels.map((label, at) => Math.max(columns(label), ...cells.map((row) => columns(row[at] ?? ''))) + 2)
  const line = (head: string, texts: readonly string[]) =>
    `  ${pad(head, first)}${texts.map((text, at) => pad(text, widths[at] ?? 0)).join('')}`.trimEnd()
  const table = [line('', labels), ...rows.map(({ id }, at) => line(id, cells[at] ?? []))]
  return [
    ...sideLines(page, labels, sides),
    ...(rows.length > 0 ? ['', paint(`${say.differing} (${rows.length})`, 'bold'), ...table] : []),
    '',
    say.unchanged(unchanged),
  ]
}

/** A comparison for the terminal; what regressed comes first, with what was found. */
export function renderComparisonText(comparison: Comparison, { lang, colour = false }: RenderOptions): string {
  const page: Page = { lang, say: comparisonWords[lang], paint: painter(colour) }
  const lines = comparison.kind === 'pair' ? pair(page, comparison) : matrix(page, comparison)
  return `${lines.join('\n')}\n`
}
