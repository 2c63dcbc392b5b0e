import type { Exchange, Finding } from '#model'
import { isExempt, type Report, type RequirementResult } from '#results'
import { displayStatus, exemptionText } from '../group-results.ts'
import { messages } from '../i18n/messages.ts'
import { symbols } from '../text/ansi.ts'
import { sanitizeBlock, sanitizeLine } from '../text/sanitize.ts'
import { exchangeView } from './exchange-view.ts'
import { type Content, html, label, type Markup, sentence } from './markup.ts'

type Exchanges = ReadonlyMap<number, Exchange>

export function pill(result: RequirementResult): Markup {
  const stands = displayStatus(result)
  return html`<span class="pill ${stands}"><span aria-hidden="true">${symbols[stands]}</span> ${label((say) => say.outcome[stands])}</span>`
}

/** A line of a definition list; nothing when there is nothing to say. */
const row = (term: Markup, content: Content): Markup | undefined =>
  content === undefined || content === '' ? undefined : html`<div><dt>${term}</dt><dd>${content}</dd></div>`

function curlView(curl: string | undefined): Markup | undefined {
  if (curl === undefined) return undefined
  return html`<div class="curl"><pre tabindex="0">${sanitizeBlock(curl)}</pre><button type="button" class="copy" hidden data-en="${messages.en.copied}" data-ko="${messages.ko.copied}">${label((say) => say.copy)}</button></div>`
}

function findingView(finding: Finding, exchanges: Exchanges): Markup {
  const { message, at, expected, actual, step, curl } = finding
  const exchange = finding.exchange === undefined ? undefined : exchanges.get(finding.exchange)
  return html`<article class="finding">
<p class="message">${sanitizeLine(message)}</p>
<div class="compare">
<div class="expected"><h4>${label((say) => say.expected)}</h4><pre tabindex="0">${sanitizeBlock(expected)}</pre></div>
<div class="actual"><h4>${label((say) => say.actual)}</h4><pre tabindex="0">${sanitizeBlock(actual)}</pre></div>
</div>
<dl>${row(
    label((say) => say.at),
    html`<code>${sanitizeLine(at)}</code>`,
  )}${row(
    label((say) => say.while),
    step && sanitizeLine(step),
  )}</dl>
${exchange && exchangeView(exchange)}
${curlView(curl)}
</article>`
}

/** What a search finds a requirement by, in lower case and in both languages. */
function searchText({ id, text, reason = '', variant = '', operations, findings, waived }: RequirementResult): string {
  const told = findings.flatMap(({ message, at }) => [message, at])
  return sanitizeLine(
    [id, text.en, text.ko, reason, variant, waived?.reason ?? '', waived?.ticket ?? '', ...operations, ...told].join(
      ' ',
    ),
  ).toLowerCase()
}

/** Why a failure was accepted. Only the day is put in words of ours, the rest stays as it was written. */
const accepted = (result: RequirementResult) => ({
  en: sanitizeLine(exemptionText(result, messages.en.until)),
  ko: sanitizeLine(exemptionText(result, messages.ko.until)),
})

function requirementView(result: RequirementResult, exchanges: Exchanges): Markup {
  const { id, level, basis, text, reason, variant, contested, operations, source, findings, more } = result
  return html`<details class="requirement" id="${id}" data-outcome="${displayStatus(result)}" data-level="${level}" data-text="${searchText(result)}">
<summary>${pill(result)}<span class="level ${level}">${label((say) => say.level[level])}</span><span class="claim"><span>${sentence(text)}</span><code>${id}</code></span></summary>
<div class="body">
<dl>${row(
    label((say) => say.reason),
    reason && sanitizeLine(reason),
  )}${row(
    label((say) => (result.waived ? say.waived : say.known)),
    isExempt(result) ? sentence(accepted(result)) : undefined,
  )}${row(
    label((say) => say.reading),
    contested && sentence(contested),
  )}${row(
    label((say) => say.variant),
    variant && html`<code>${sanitizeLine(variant)}</code>`,
  )}${row(
    label((say) => say.source),
    source && html`<span lang="ko">${source.section}</span>, ${label((say) => say.lines(source.lines))}`,
  )}${row(
    label((say) => say.basis),
    label((say) => say.bases[basis]),
  )}${row(
    label((say) => say.operations),
    operations.map((operation, at) => html`${at > 0 ? ', ' : ''}<code>${operation}</code>`),
  )}</dl>
${findings.map((finding) => findingView(finding, exchanges))}
${more === undefined ? undefined : html`<p class="muted">+ ${label((say) => say.more(more))}</p>`}
</div>
</details>`
}

/** Every requirement by the part of the register it stands in. */
export function requirementList({ requirements, exchanges }: Report): Markup {
  const byIndex = new Map(exchanges.map((exchange) => [exchange.index, exchange]))
  const groups = [...new Set(requirements.map(({ group }) => group))]
  return html`${groups.map((group) => {
    const members = requirements.filter((result) => result.group === group)
    return html`<section class="group" data-group="${group}"><h3>${group} <span class="muted">${members.length}</span></h3>
${members.map((result) => requirementView(result, byIndex))}</section>`
  })}<p class="no-match" hidden>${label((say) => say.noMatch)}</p>`
}

/** The broken musts again, on top and in short, each a link to its place in the list. */
export function brokenList({ requirements }: Report): Markup | undefined {
  const broken = requirements.filter((result) => displayStatus(result) === 'fail' && result.level === 'must')
  if (broken.length === 0) return undefined
  return html`<section class="card broken" aria-labelledby="broken"><h2 id="broken">${label((say) => say.failedMusts)} <span class="count">${broken.length}</span></h2>
<ol>${broken.map(({ id, text, findings: [first] }) => html`<li><a href="#${id}"><b>${sentence(text)}</b><span>${sanitizeLine(first?.message ?? '')}</span><code>${id}</code></a></li>`)}</ol></section>`
}
