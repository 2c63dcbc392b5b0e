import { createHash } from 'node:crypto'
import { type Report, trimExchanges } from '#results'
import { exchangeText } from './html/exchange-view.ts'
import { header } from './html/header.ts'
import { ariaLabel, html, label, Markup } from './html/markup.ts'
import { causeList, errorList, failureLists, noteList } from './html/overview.ts'
import { requirementList } from './html/requirement-view.ts'
import { script } from './html/script.ts'
import { style } from './html/style.ts'
import { coverageSection, resourceSection, transitionSection } from './html/tables.ts'
import { toolbar } from './html/toolbar.ts'
import { type Lang, type Messages, messages } from './i18n/index.ts'
import type { RenderOptions } from './render-options.ts'
import { sanitizeLine } from './text/sanitize.ts'

/** Allows only the script of this page. Nothing may be fetched and no form may be submitted. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** JSON for a script element. `<` is escaped, so that no text can end the element or start a comment. */
const embeddedJson = (value: unknown): Markup => new Markup(JSON.stringify(value).replaceAll('<', '\\u003c'))

const navigation = (
  report: Report,
  lang: Lang,
): Markup => html`<div class="site"><nav ${ariaLabel((t) => t.title, lang)}>
<a href="#requirements">${label((t) => t.requirements)}</a><a href="#coverage">${label((t) => t.coverage)}</a>${
  report.transitions.length === 0 ? undefined : html`<a href="#transitions">${label((t) => t.transitions)}</a>`
}<a href="#resources">${label((t) => t.resources)}</a><a href="#exchanges">${label((t) => t.exchanges)}</a></nav>
<div class="languages" role="group" hidden ${ariaLabel((t) => t.language, lang)}><button type="button" value="en" lang="en" aria-pressed="${lang === 'en' ? 'true' : 'false'}">English</button><button type="button" value="ko" lang="ko" aria-pressed="${lang === 'ko' ? 'true' : 'false'}">한국어</button></div></div>`

/** All exchanges. The script renders them when the section is opened, because a thousand of them slow down the page. */
function exchangeSection(report: Report, lang: Lang): Markup {
  const exchanges = trimExchanges(report)
  const labels = ({ request, response, truncated }: Messages) => JSON.stringify({ request, response, cut: truncated })
  return html`<section class="card log-section" id="exchanges" aria-labelledby="exchanges-title" hidden data-en-words="${labels(messages.en)}" data-ko-words="${labels(messages.ko)}"><h2 id="exchanges-title">${label((t) => t.exchanges)} <span class="count">${exchanges.length}</span></h2>
<details class="fold"><summary>${label((t) => t.all)}</summary><input type="search" class="log-search" ${ariaLabel((t) => t.search, lang)}><div class="log"></div></details>
<script type="application/json" id="exchange-data">${embeddedJson(exchanges.map(exchangeText))}</script></section>`
}

/**
 * Renders a report as a self-contained page that loads nothing and can be read without its script. Text from the target is
 * escaped. The page contains both languages; `lang` is the one shown first.
 */
export function renderHtml(report: Report, { lang }: RenderOptions): string {
  const t = messages[lang]
  const page = html`<!doctype html>
<html lang="${lang}" data-lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${t.verdict[report.verdict]} · ${sanitizeLine(report.target.url)} · ${t.title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#requirements">${label((t) => t.skipLink)}</a>
${navigation(report, lang)}
<main>
${header(report)}
${errorList(report)}
${causeList(report)}
${failureLists(report)}
${noteList(report)}
<section class="card" id="requirements" aria-labelledby="requirements-title"><h2 id="requirements-title">${label((t) => t.requirements)} <span class="count">${report.requirements.length}</span></h2>
${toolbar(report, lang)}
${requirementList(report)}
</section>
${coverageSection(report)}
${transitionSection(report, lang)}
${resourceSection(report)}
${exchangeSection(report, lang)}
<footer>${t.title} ${sanitizeLine(report.tool.version)}</footer>
</main>
<script>${new Markup(script)}</script>
</body>
</html>
`
  return page.toString()
}
