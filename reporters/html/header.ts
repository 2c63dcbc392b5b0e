import type { Level } from '#model'
import { editionOf, type Report, type RequirementResult } from '#results'
import { displayStatus, displayStatuses } from '../group-results.ts'
import { formatDuration } from '../text/format.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { verdictSentence } from '../verdict-sentence.ts'
import { type Content, html, label, type Markup } from './markup.ts'

const verdictSymbols = { conformant: '✓', partial: '◐', nonconformant: '✕', inconclusive: '?' } as const

/** The outcomes of one level as a bar and as a list. */
function levelCard(level: Level, included: readonly RequirementResult[]): Markup | undefined {
  const ofLevel = included.filter((result) => result.level === level)
  if (ofLevel.length === 0) return undefined
  const counts = displayStatuses.map(
    (name) => [name, ofLevel.filter((result) => displayStatus(result) === name).length] as const,
  )
  const present = counts.filter(([, count]) => count > 0)
  const passed = counts.find(([outcome]) => outcome === 'pass')?.[1] ?? 0
  const bar = present.map(([outcome, count]) => html`<i class="${outcome}" style="flex-grow:${count}"></i>`)
  const items = present.map(
    ([outcome, count]) =>
      html`<li><i class="${outcome}" aria-hidden="true"></i>${label((t) => t.outcomeCount(count, t.outcome[outcome]))}</li>`,
  )
  return html`<div class="tally"><p><span class="level ${level}">${label((t) => t.level[level])}</span><b>${passed}<small> / ${ofLevel.length}</small></b></p><div class="bar" aria-hidden="true">${bar}</div><ul>${items}</ul></div>`
}

const fact = (term: Markup, value: Content): Markup => html`<div><dt>${term}</dt><dd>${value}</dd></div>`

/** The verdict, the outcomes of each level, and the facts of the run. */
export function header(report: Report): Markup {
  const { verdict, target, tool, runId, startedAt, durationMs, requests, requirements } = report
  const included = requirements.filter(({ off }) => !off)
  return html`<header class="top ${verdict}">
<div class="verdict"><span class="glyph" aria-hidden="true">${verdictSymbols[verdict]}</span><div><p class="eyebrow">${label((t) => t.title)}</p><h1>${label((t) => t.verdict[verdict])}</h1><p>${label((t) => verdictSentence(report, t))}</p></div></div>
<div class="tallies">${(['must', 'should', 'may'] as const).map((level) => levelCard(level, included))}</div>
<dl class="facts">${fact(
    label((t) => t.target),
    html`<code>${sanitizeLine(target.url)}</code>`,
  )}${fact(
    label((t) => t.versions),
    target.versions.map(sanitizeLine).join(', ') || '–',
  )}${fact(
    label((t) => t.profile),
    sanitizeLine(target.profile),
  )}${fact(
    label((t) => t.edition),
    editionOf(target),
  )}${fact(
    label((t) => t.off),
    requirements.length - included.length,
  )}${fact(
    label((t) => t.requests),
    requests,
  )}${fact(
    label((t) => t.duration),
    formatDuration(durationMs),
  )}${fact(
    label((t) => t.started),
    html`<time datetime="${startedAt}">${startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}</time>`,
  )}${fact(
    label((t) => t.run),
    html`<code>${sanitizeLine(runId)}</code>`,
  )}${fact(
    label((t) => t.tool),
    html`${tool.version} <span class="muted" title="${tool.contract} ${tool.register}">${tool.contract.slice(0, 8)}·${tool.register.slice(0, 8)}</span>`,
  )}</dl>
</header>`
}
