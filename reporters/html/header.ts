import type { Level } from '#model'
import { isExempt, type Report, type RequirementResult } from '#results'
import { displayStatus, displayStatuses, formatDuration } from '../group-results.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { type Content, html, label, type Markup } from './markup.ts'

const glyph = { conformant: '✓', partial: '◐', nonconformant: '✕', inconclusive: '?' } as const

/** The outcomes of one level as a bar; the sentence below says the same in words. */
function levelCard(level: Level, asked: readonly RequirementResult[]): Markup | undefined {
  const of = asked.filter((result) => result.level === level)
  if (of.length === 0) return undefined
  const counts = displayStatuses.map(
    (name) => [name, of.filter((result) => displayStatus(result) === name).length] as const,
  )
  const present = counts.filter(([, count]) => count > 0)
  const passed = counts.find(([outcome]) => outcome === 'pass')?.[1] ?? 0
  const bar = present.map(([outcome, count]) => html`<i class="${outcome}" style="flex-grow:${count}"></i>`)
  const told = present.map(
    ([outcome, count]) =>
      html`<li><i class="${outcome}" aria-hidden="true"></i>${count} ${label((say) => say.outcome[outcome])}</li>`,
  )
  return html`<div class="tally"><p><span class="level ${level}">${label((say) => say.level[level])}</span><b>${passed}<small> / ${of.length}</small></b></p><div class="bar" aria-hidden="true">${bar}</div><ul>${told}</ul></div>`
}

const fact = (term: Markup, value: Content): Markup => html`<div><dt>${term}</dt><dd>${value}</dd></div>`

/** The verdict and the figures behind it. */
export function header(report: Report): Markup {
  const { verdict, target, tool, runId, startedAt, durationMs, requests, requirements } = report
  const asked = requirements.filter(({ off }) => !off)
  const off = requirements.length - asked.length
  const excused = asked.filter(isExempt).length
  return html`<header class="top ${verdict}">
<div class="verdict"><span class="glyph" aria-hidden="true">${glyph[verdict]}</span><div><p class="eyebrow">${label((say) => say.title)}</p><h1>${label((say) => say.verdict[verdict])}</h1><p>${label((say) => say.meaning[verdict])}${excused > 0 ? html` ${label((say) => say.accepted(excused))}` : undefined}</p></div></div>
<div class="tallies">${(['must', 'should', 'may'] as const).map((level) => levelCard(level, asked))}</div>
<dl class="facts">${fact(
    label((say) => say.target),
    html`<code>${sanitizeLine(target.url)}</code>`,
  )}${fact(
    label((say) => say.versions),
    target.versions.map(sanitizeLine).join(', ') || '–',
  )}${fact(
    label((say) => say.profile),
    sanitizeLine(target.profile),
  )}${fact(
    label((say) => say.off),
    off,
  )}${fact(
    label((say) => say.requests),
    requests,
  )}${fact(
    label((say) => say.duration),
    formatDuration(durationMs),
  )}${fact(
    label((say) => say.started),
    html`<time datetime="${startedAt}">${startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}</time>`,
  )}${fact(
    label((say) => say.run),
    html`<code>${sanitizeLine(runId)}</code>`,
  )}${fact(
    label((say) => say.tool),
    html`${tool.version} <span class="muted" title="${tool.contract} ${tool.register}">${tool.contract.slice(0, 8)}·${tool.register.slice(0, 8)}</span>`,
  )}</dl>
</header>`
}

/** What went wrong on our side. A reader must see it before believing anything else. */
export function errorList({ errors }: Report): Markup | undefined {
  if (errors.length === 0) return undefined
  return html`<section class="card errors" aria-labelledby="errors"><h2 id="errors">${label((say) => say.errors)} <span class="count">${errors.length}</span></h2><ul>${errors.map((text) => html`<li>${sanitizeLine(text)}</li>`)}</ul></section>`
}

/** What there is to say of waivers and baseline. */
export function noteList({ notes = [] }: Report): Markup | undefined {
  if (notes.length === 0) return undefined
  return html`<section class="card notes" aria-labelledby="notes"><h2 id="notes">${label((say) => say.notes)} <span class="count">${notes.length}</span></h2><ul>${notes.map((text) => html`<li>${sanitizeLine(text)}</li>`)}</ul></section>`
}
