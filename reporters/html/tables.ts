import type { Report } from '#results'
import { summarizeTransitions } from '../group-results.ts'
import { type Lang, messages } from '../i18n/index.ts'
import { formatDuration } from '../text/format.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { type Content, html, label, type Markup } from './markup.ts'
import { stateGraph } from './state-graph.ts'

function table(head: readonly Markup[], body: readonly (readonly Content[])[]): Markup {
  const cells = (row: readonly Content[]) =>
    row.map((cell, index) => (index === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))
  return html`<div class="scroll" tabindex="0"><table><thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead><tbody>${body.map((row) => html`<tr>${cells(row)}</tr>`)}</tbody></table></div>`
}

const codes = (values: readonly string[]): Content =>
  values.length === 0
    ? html`<span class="muted">–</span>`
    : values.map((value) => html`<code class="tag">${sanitizeLine(value)}</code> `)

const collapsedList = (title: Markup, values: readonly string[]): Markup | undefined =>
  values.length === 0
    ? undefined
    : html`<details class="fold"><summary>${title} <span class="count">${values.length}</span></summary><ul class="columns">${values.map((value) => html`<li><code>${sanitizeLine(value)}</code></li>`)}</ul></details>`

export function coverageSection({ coverage }: Report): Markup {
  const { operations, statuses, properties, queryParameters, states, undocumentedProperties } = coverage
  const share = properties.documented === 0 ? 0 : (100 * properties.seen) / properties.documented
  const rows = Object.entries(operations).map(([id, calls]) => [
    html`<code>${id}</code>`,
    calls === 0 ? html`<span class="none">0</span>` : calls,
    Object.entries(statuses[id] ?? {}).map(
      ([status, count]) => html`<span class="status s${status.slice(0, 1)}">${status}</span><small>×${count}</small> `,
    ),
    codes(queryParameters[id] ?? []),
  ])
  return html`<section class="card" id="coverage" aria-labelledby="coverage-title"><h2 id="coverage-title">${label((t) => t.coverage)}</h2>
<p><label>${label((t) => t.properties)}: <b>${properties.seen} / ${properties.documented}</b> <progress max="100" value="${Math.round(share)}">${Math.round(share)} %</progress></label></p>
<p>${label((t) => t.states)}: ${codes(states)}</p>
${table([label((t) => t.operation), label((t) => t.calls), label((t) => t.responses), label((t) => t.parameters)], rows)}
${collapsedList(
  label((t) => t.unseen),
  properties.unseen,
)}${collapsedList(
  label((t) => t.undocumentedProperties),
  undocumentedProperties,
)}</section>`
}

export function transitionSection({ transitions }: Report, lang: Lang): Markup | undefined {
  const rows = summarizeTransitions(transitions)
  if (rows.length === 0) return undefined
  const head = [
    label((t) => t.from),
    label((t) => t.to),
    label((t) => t.after),
    label((t) => t.count),
    label((t) => t.median),
    label((t) => t.longest),
  ]
  const body = rows.map(({ from, to, after, count, median, longest }) => [
    html`<code>${sanitizeLine(from)}</code>`,
    html`<code>${sanitizeLine(to)}</code>`,
    html`<code>${sanitizeLine(after)}</code>`,
    count,
    formatDuration(median),
    formatDuration(longest),
  ])
  return html`<section class="card" id="transitions" aria-labelledby="transitions-title"><h2 id="transitions-title">${label((t) => t.transitions)}</h2>
<div class="scroll" tabindex="0">${stateGraph(rows, messages[lang].transitions)}</div>${table(head, body)}</section>`
}

export function resourceSection({ resources }: Report): Markup {
  const { created, peakServers, serverSeconds, leaked } = resources
  const figures = Object.entries(created).map(
    ([kind, count]) => html`<div><dt>${sanitizeLine(kind)}</dt><dd>${count}</dd></div>`,
  )
  const rows = leaked.map(({ kind, id, name = '', remove }) => [
    sanitizeLine(kind),
    html`<code>${sanitizeLine(id)}</code>`,
    sanitizeLine(name),
    html`<code>${sanitizeLine(remove)}</code>`,
  ])
  const head = [label((t) => t.kind), html`Id`, label((t) => t.name), label((t) => t.deleteWith)]
  return html`<section class="card" id="resources" aria-labelledby="resources-title"><h2 id="resources-title">${label((t) => t.resources)}</h2>
<dl class="figures">${figures}<div><dt>${label((t) => t.peak)}</dt><dd>${peakServers}</dd></div><div><dt>${label((t) => t.serverTime)}</dt><dd>${serverSeconds}</dd></div></dl>
${leaked.length === 0 ? undefined : html`<h3 class="warning">${label((t) => t.leaked)} <span class="count">${leaked.length}</span></h3>${table(head, rows)}`}</section>`
}
