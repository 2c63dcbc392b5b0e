import type { RequirementMatrix, RequirementRow } from '#results'
import { messages } from '../i18n/index.ts'
import type { RenderOptions } from '../render-options.ts'
import { symbols } from '../text/ansi.ts'
import { sanitizeLine } from '../text/sanitize.ts'

const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const text = (value: string): string =>
  sanitizeLine(value).replace(/[&<>"]/g, (character) => references[character] ?? '')

/** The header stays in view while the rows are scrolled; on a narrow screen the table is scrolled below its first column. */
const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif }
body { margin: 0 auto; max-width: 72rem; padding: 1rem }
td { white-space: nowrap }
.scroll { overflow-x: auto }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { border-bottom: 1px solid light-dark(#ccc, #444); padding: .25rem .75rem; text-align: left; vertical-align: top }
thead th { background: Canvas; position: sticky; top: 0 }
tbody th { background: Canvas; font: 14px ui-monospace, monospace; left: 0; position: sticky }
small { color: light-dark(#555, #aaa); display: block; font: 13px system-ui, sans-serif }
.pass { color: light-dark(#116329, #56d364) }
.fail { background: light-dark(#ffebe9, #4d1417); color: light-dark(#a40e26, #ff9492); font-weight: 600 }
`

const cell = (
  state: RequirementRow['states'][number],
  label: (outcome: NonNullable<typeof state>) => string,
): string => (state === null ? '<td></td>' : `<td class="${state}">${symbols[state]} ${text(label(state))}</td>`)

/** Renders a matrix as one page that loads nothing: the targets, what tells them apart, and what none of them passes. */
export function renderMatrixHtml(matrix: RequirementMatrix, { lang }: RenderOptions): string {
  const t = messages[lang]
  const { targets, differing, alike, passed } = matrix
  const columns = (names: readonly string[]): string =>
    `<thead><tr>${names.map((name) => `<th scope="col">${text(name)}</th>`).join('')}</tr></thead>`
  const section = (title: string, rows: readonly RequirementRow[]): string => {
    if (rows.length === 0) return ''
    const body = rows.map(({ id, level, text: statement, states }) => {
      const cells = states.map((state) => cell(state, (outcome) => t.outcome[outcome])).join('')
      return `<tr><th scope="row">${text(id)}<small>${text(statement[lang])}</small></th><td>${t.level[level]}</td>${cells}</tr>`
    })
    const head = columns([t.requirement, t.levelColumn, ...targets.map(({ name }) => name)])
    return `<h2>${text(title)} (${rows.length})</h2>
<div class="scroll"><table>${head}<tbody>
${body.join('\n')}
</tbody></table></div>`
  }
  const rows = targets.map(({ name, profile, edition, startedAt, totals, verdict }) => {
    const facts = [profile, edition, startedAt.slice(0, 10), `${totals.pass}`, `${totals.fail}`, t.verdict[verdict]]
    return `<tr><th scope="row">${text(name)}</th>${facts.map((fact) => `<td>${text(fact)}</td>`).join('')}</tr>`
  })
  const head = columns([t.target, t.profile, t.edition, t.started, t.outcome.pass, t.outcome.fail, ''])
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(t.matrix.title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${text(t.matrix.title)}</h1>
<div class="scroll"><table>${head}<tbody>
${rows.join('\n')}
</tbody></table></div>
${section(t.comparison.differing, differing)}
${section(t.matrix.alike, alike)}
<p>${text(t.matrix.allPass(passed))}</p>
</body>
</html>
`
}
