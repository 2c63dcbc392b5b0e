import { editionOf, type Report, type RequirementResult } from '#results'
import { groupResults } from '../group-results.ts'
import { type Lang, messages } from '../i18n/index.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { verdictSentence } from '../verdict-sentence.ts'
import { html, type Markup } from './markup.ts'

const failure = ({ id, text, findings: [first] }: RequirementResult, lang: Lang): Markup =>
  html`<li><code>${id}</code> ${text[lang]}${first && html`<br>${sanitizeLine(first.message)}`}${first?.curl && html`<pre>${sanitizeLine(first.curl)}</pre>`}</li>`

/** Renders the verdict and the failures for readers whose browser does not run the program of the page. */
export function staticSummary(report: Report, lang: Lang): Markup {
  const t = messages[lang]
  const { verdict, target, requirements, causes, errors } = report
  const { failedMusts, failedShoulds } = groupResults(requirements)
  const list = (title: string, items: readonly Markup[]): Markup | undefined =>
    items.length === 0 ? undefined : html`<h2>${title}</h2><ul>${items}</ul>`
  return html`<main class="static"><h1>${t.verdict[verdict]}</h1><p>${verdictSentence(report, t)}</p>
<p><code>${sanitizeLine(target.url)}</code> · ${sanitizeLine(target.profile)} · ${editionOf(target)}</p>
${list(
  t.errors,
  errors.map((error) => html`<li>${sanitizeLine(t.sentence(error))}</li>`),
)}
${list(
  t.causes,
  causes.map(
    ({ requirement, reason, blocks }) =>
      html`<li>${requirement === undefined ? t.blocked(blocks.length) : t.blockedBy(blocks.length, requirement)}: ${sanitizeLine(t.sentence(reason))}</li>`,
  ),
)}
${list(
  t.failedMusts,
  failedMusts.map((result) => failure(result, lang)),
)}
${list(
  t.failedShoulds,
  failedShoulds.map((result) => failure(result, lang)),
)}
<p>${t.page.needsScript}</p></main>`
}
