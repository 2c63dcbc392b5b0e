import { html, Markup } from './html/markup.ts'
import type { Lang } from './i18n/index.ts'

/** The header of a table stays in view while its rows are scrolled; on a narrow screen they are scrolled below the first column. */
const style = new Markup(`
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
.wrap { white-space: normal }
svg.sparkline { fill: light-dark(#57606a, #8b949e); height: 1.5rem; vertical-align: middle }
`)

/** Renders the cells of a row: its header, and the others as `<td>` elements or as the text of one. */
export function tableRow(header: Markup | string, cells: readonly (Markup | string)[]): Markup {
  const data = cells.map((cell) => (cell instanceof Markup ? cell : html`<td>${cell}</td>`))
  return html`<tr><th scope="row">${header}</th>${data}</tr>\n`
}

/** Renders a table that can be scrolled sideways. */
export function table(columns: readonly string[], rows: readonly Markup[]): Markup {
  const head = columns.map((name) => html`<th scope="col">${name}</th>`)
  return html`<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>
${rows}</tbody></table></div>`
}

/** Renders a complete HTML page that loads nothing and runs no script. */
export const staticPage = (lang: Lang, title: string, body: Markup): string =>
  `${html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
${body}
</body>
</html>`}
`
