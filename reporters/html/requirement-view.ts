import type { Exchange, Finding } from '#model'
import { isExempt, type Report, type RequirementResult } from '#results'
import { displayStatus, exemptionText } from '../group-results.ts'
import { messages } from '../i18n/index.ts'
import { symbols } from '../text/ansi.ts'
import { sanitizeBlock, sanitizeLine } from '../text/sanitize.ts'
import { exchangeView } from './exchange-view.ts'
import { bilingual, type Content, html, label, type Markup } from './markup.ts'

type Exchanges = ReadonlyMap<number, Exchange>

function statusPill(result: RequirementResult): Markup {
  const status = displayStatus(result)
  return html`<span class="pill ${status}"><span aria-hidden="true">${symbols[status]}</span> ${label((t) => t.outcome[status])}</span>`
}

/** An entry of a definition list, left out without content. */
const row = (term: Markup, content: Content): Markup | undefined =>
  content === undefined || content === '' ? undefined : html`<div><dt>${term}</dt><dd>${content}</dd></div>`

function curlView(curl: string | undefined): Markup | undefined {
  if (curl === undefined) return undefined
  return html`<div class="curl"><pre tabindex="0">${sanitizeBlock(curl)}</pre><button type="button" class="copy" hidden data-en="${messages.en.copied}" data-ko="${messages.ko.copied}">${label((t) => t.copy)}</button></div>`
}

function findingView(finding: Finding, exchanges: Exchanges): Markup {
  const { message, at, expected, actual, step, curl } = finding
  const exchange = finding.exchange === undefined ? undefined : exchanges.get(finding.exchange)
  return html`<article class="finding">
<p class="message">${sanitizeLine(message)}</p>
<div class="compare">
<div class="expected"><h4>${label((t) => t.expected)}</h4><pre tabindex="0">${sanitizeBlock(expected)}</pre></div>
<div class="actual"><h4>${label((t) => t.actual)}</h4><pre tabindex="0">${sanitizeBlock(actual)}</pre></div>
</div>
<dl>${row(
    label((t) => t.at),
    html`<code>${sanitizeLine(at)}</code>`,
  )}${row(
    label((t) => t.while),
    step && sanitizeLine(step),
  )}</dl>
${exchange && exchangeView(exchange)}
${curlView(curl)}
</article>`
}

/** The text that the search of the page matches: lower case, both languages. */
function searchText({ id, text, reason = '', variant = '', operations, findings, waived }: RequirementResult): string {
  const findingTexts = findings.flatMap(({ message, at }) => [message, at])
  const exemption = [waived?.reason ?? '', waived?.ticket ?? '']
  const texts = [id, text.en, text.ko, reason, variant, ...exemption, ...operations, ...findingTexts]
  return sanitizeLine(texts.join(' ')).toLowerCase()
}

/** Why a failure is accepted. Only the day is translated. */
const exemption = (result: RequirementResult) => ({
  en: sanitizeLine(exemptionText(result, messages.en.until)),
  ko: sanitizeLine(exemptionText(result, messages.ko.until)),
})

function requirementView(result: RequirementResult, exchanges: Exchanges): Markup {
  const { id, level, basis, text, reason, blockedBy, variant, contested, operations, source, findings, more } = result
  return html`<details class="requirement" id="${id}" data-outcome="${displayStatus(result)}" data-level="${level}" data-text="${searchText(result)}">
<summary>${statusPill(result)}<span class="level ${level}">${label((t) => t.level[level])}</span><span class="claim"><span>${bilingual(text)}</span><code>${id}</code></span></summary>
<div class="body">
<dl>${row(
    label((t) => t.reason),
    reason && label((t) => sanitizeLine(t.sentence(reason))),
  )}${row(
    label((t) => t.preventedBy),
    blockedBy && html`<a href="#${blockedBy}"><code>${blockedBy}</code></a>`,
  )}${row(
    label((t) => (result.waived ? t.waived : t.known)),
    isExempt(result) ? bilingual(exemption(result)) : undefined,
  )}${row(
    label((t) => t.interpretations),
    contested && bilingual(contested),
  )}${row(
    label((t) => t.followed),
    variant && html`<code>${sanitizeLine(variant)}</code>`,
  )}${row(
    label((t) => t.source),
    source && html`<span lang="ko">${source.section}</span>, ${label((t) => t.lines(source.lines))}`,
  )}${row(
    label((t) => t.basis),
    label((t) => t.bases[basis]),
  )}${row(
    label((t) => t.operations),
    operations.map((operation, index) => html`${index > 0 ? ', ' : ''}<code>${operation}</code>`),
  )}</dl>
${findings.map((finding) => findingView(finding, exchanges))}
${more === undefined ? undefined : html`<p class="muted">+ ${label((t) => t.more(more))}</p>`}
</div>
</details>`
}

/** All requirements, by group. */
export function requirementList({ requirements, exchanges }: Report): Markup {
  const byIndex = new Map(exchanges.map((exchange) => [exchange.index, exchange]))
  const groups = [...new Set(requirements.map(({ group }) => group))]
  return html`${groups.map((group) => {
    const members = requirements.filter((result) => result.group === group)
    return html`<section class="group" data-group="${group}"><h3>${group} <span class="muted">${members.length}</span></h3>
${members.map((result) => requirementView(result, byIndex))}</section>`
  })}<p class="no-match" hidden>${label((t) => t.noMatch)}</p>`
}
