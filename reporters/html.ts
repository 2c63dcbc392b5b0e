import { createHash } from 'node:crypto'
import type { Report } from '#results'
import { html, Markup } from './html/markup.ts'
import { program, styles } from './html/page.generated.ts'
import { encodePageData } from './html/page-data.ts'
import { staticSummary } from './html/static-summary.ts'
import { messages } from './i18n/index.ts'
import type { RenderOptions } from './render-options.ts'
import { sanitizeLine } from './text/sanitize.ts'

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Allows only the program and the styles of this page. Nothing may be fetched and no form may be submitted. */
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src ${hashOf(styles)}`,
  `script-src ${hashOf(program)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/**
 * Renders a report as a self-contained page that loads nothing. The page's program (`html/page/`) shows the data that the page
 * contains as compressed JSON; without it, the verdict and the failures can be read. Text from the target is never markup. The page
 * has both languages; `lang` is the one shown first.
 */
export function renderHtml(report: Report, { lang }: RenderOptions): string {
  const t = messages[lang]
  const page = html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${t.verdict[report.verdict]} · ${sanitizeLine(report.target.url)} · ${t.title}</title>
<style>${new Markup(styles)}</style>
</head>
<body>
<div id="app">${staticSummary(report, lang)}</div>
<script type="text/plain" id="data">${new Markup(encodePageData(report, lang))}</script>
<script>${new Markup(program)}</script>
</body>
</html>
`
  return page.toString()
}
