import { createHash } from 'node:crypto'
import type { Report } from '#results'
import type { RenderOptions } from './group-results.ts'
import { exchangeText } from './html/exchange-view.ts'
import { errorList, header, noteList } from './html/header.ts'
import { ariaLabel, html, label, Markup } from './html/markup.ts'
import { brokenList, requirementList } from './html/requirement-view.ts'
import { script } from './html/script.ts'
import { style } from './html/style.ts'
import { coverageSection, resourceSection, transitionSection } from './html/tables.ts'
import { toolbar } from './html/toolbar.ts'
import { messages } from './i18n/messages.ts'
import { sanitizeLine } from './text/sanitize.ts'

/** Only the one script below may run, nothing may be fetched, and no form may leave the page. */
const policy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** JSON inside a script element: no `<`, so that no text in it can end the element or open a comment. */
const embedded = (value: unknown): Markup => new Markup(JSON.stringify(value).replaceAll('<', '\\u003c'))

const navigation = (
  report: Report,
  lang: 'en' | 'ko',
): Markup => html`<div class="site"><nav ${ariaLabel((say) => say.title, lang)}>
<a href="#requirements">${label((say) => say.requirements)}</a><a href="#coverage">${label((say) => say.coverage)}</a>${
  report.transitions.length === 0 ? undefined : html`<a href="#transitions">${label((say) => say.transitions)}</a>`
}<a href="#resources">${label((say) => say.resources)}</a><a href="#exchanges">${label((say) => say.exchanges)}</a></nav>
<div class="languages" role="group" hidden ${ariaLabel((say) => say.language, lang)}><button type="button" value="en" lang="en" aria-pressed="${lang === 'en' ? 'true' : 'false'}">English</button><button type="button" value="ko" lang="ko" aria-pressed="${lang === 'ko' ? 'true' : 'false'}">한국어</button></div></div>`

/** All exchanges, drawn by the script when they are asked for: a thousand of them would make the page slow to open. */
function exchangeSection({ exchanges }: Report, lang: 'en' | 'ko'): Markup {
  const say = ({ request, response, cut }: (typeof messages)['en']) => JSON.stringify({ request, response, cut })
  return html`<section class="card log-section" id="exchanges" aria-labelledby="exchanges-title" hidden data-en-words="${say(messages.en)}" data-ko-words="${say(messages.ko)}"><h2 id="exchanges-title">${label((each) => each.exchanges)} <span class="count">${exchanges.length}</span></h2>
<details class="fold"><summary>${label((each) => each.all)}</summary><input type="search" class="log-search" ${ariaLabel((each) => each.search, lang)}><div class="log"></div></details>
<script type="application/json" id="exchange-data">${embedded(exchanges.map(exchangeText))}</script></section>`
}

/**
 * The report as one page that needs nothing else: no network, and for reading no script either. Whatever came from the target
 * is text in it. Both languages are in the page; `lang` says which one it opens in.
 */
export function renderHtml(report: Report, { lang }: RenderOptions): string {
  const say = messages[lang]
  const page = html`<!doctype html>
<html lang="${lang}" data-lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${say.verdict[report.verdict]} · ${sanitizeLine(report.target.url)} · ${say.title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#requirements">${label((each) => each.skipLink)}</a>
${navigation(report, lang)}
<main>
${header(report)}
${errorList(report)}
${noteList(report)}
${brokenList(report)}
<section class="card" id="requirements" aria-labelledby="requirements-title"><h2 id="requirements-title">${label((each) => each.requirements)} <span class="count">${report.requirements.length}</span></h2>
${toolbar(report, lang)}
${requirementList(report)}
</section>
${coverageSection(report)}
${transitionSection(report, lang)}
${resourceSection(report)}
${exchangeSection(report, lang)}
<footer>${say.title} ${sanitizeLine(report.tool.version)}</footer>
</main>
<script>${new Markup(script)}</script>
</body>
</html>
`
  return page.toString()
}
