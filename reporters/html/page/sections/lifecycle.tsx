import { useMemo } from 'preact/hooks'
import { formatDuration } from '../../../text/format.ts'
import { edgeKey, type LifecycleEdge, lifecycleEdges, placeOf } from '../models/lifecycle.ts'
import { usePage } from '../page-context.ts'
import { ExchangeDetails } from '../parts/exchange-view.tsx'
import { LifecycleMap } from '../parts/lifecycle-map.tsx'
import { RequirementLinks } from '../parts/requirement-link.tsx'
import { Section } from '../parts/section.tsx'
import { Table } from '../parts/table.tsx'

/** Exchanges shown for a transition. */
const maxExchanges = 20

const kinds = ['seen', 'unseen', 'illegal', 'other'] as const

/** Renders the observations of the chosen transition: by request, with the exchanges that showed it. */
function Chosen({ edge }: { readonly edge: LifecycleEdge }) {
  const { t, servers, exchanges, report } = usePage()
  const { from, to, causes } = edge
  const shown = servers
    .flatMap(({ spans }) =>
      spans.slice(1).flatMap((span, index) => {
        const before = spans[index]
        return before && placeOf(before.status) === from && placeOf(span.status) === to ? [span.exchange] : []
      }),
    )
    .flatMap((index) => exchanges.get(index) ?? [])
  const indexes = new Set(shown.map(({ index }) => index))
  const violated = report.requirements.filter(({ findings }) =>
    findings.some(({ exchange }) => exchange !== undefined && indexes.has(exchange)),
  )
  return (
    <div class="chosen" aria-live="polite">
      <h3>
        <code>{from}</code> → <code>{to}</code>
      </h3>
      {causes.length === 0 && <p class="muted">{t.page.legends.unseen}</p>}
      {causes.length > 0 && (
        <Table
          head={[t.after, t.page.outcomeColumn, t.count, t.median, t.page.p95, t.page.slowest]}
          rows={causes.map(({ after, legality, count, median, p95, longest }) => ({
            key: after,
            cells: [
              <code key="after">{after}</code>,
              t.page.legends[legality === 'legal' ? 'seen' : legality],
              count,
              formatDuration(median),
              formatDuration(p95),
              formatDuration(longest),
            ],
          }))}
        />
      )}
      {violated.length > 0 && (
        <>
          <p class="hint">{t.page.violatedHere}</p>
          <RequirementLinks ids={violated.map(({ id }) => id)} />
        </>
      )}
      {shown.length > 0 && <p class="hint">{t.page.exchangesOf(from, to)}</p>}
      {shown.slice(0, maxExchanges).map((exchange) => (
        <ExchangeDetails key={exchange.index} exchange={exchange} />
      ))}
      {shown.length > maxExchanges && <p class="muted">{t.more(shown.length - maxExchanges)}</p>}
    </div>
  )
}

/** Renders the statuses of servers and the transitions between them, documented and observed ones. */
export function LifecycleSection() {
  const { t, state, change, report } = usePage()
  const edges = useMemo(() => lifecycleEdges(report.transitions), [report])
  const chosen = edges.find((edge) => edgeKey(edge) === state.transition)
  const used = new Set(edges.map(({ kind }) => kind))
  const others = report.coverage.states.filter(
    (status) => !edges.some(({ from, to }) => [from, to].includes(placeOf(status))),
  )
  return (
    <Section id="lifecycle" title={t.page.lifecycle} hint={t.page.lifecycleHint}>
      <ul class="legend">
        {kinds
          .filter((kind) => used.has(kind))
          .map((kind) => (
            <li key={kind} class={kind}>
              <i aria-hidden="true" />
              {t.page.legends[kind]}
            </li>
          ))}
      </ul>
      <LifecycleMap edges={edges} chosen={state.transition} onChoice={(transition) => change({ transition })} />
      {report.transitions.length === 0 && <p class="muted">{t.page.noTransitions}</p>}
      {chosen && <Chosen edge={chosen} />}
      {others.length > 0 && (
        <p class="hint">
          {t.page.otherStatuses}:{' '}
          {others.map((status) => (
            <code class="tag" key={status}>
              {status}
            </code>
          ))}
        </p>
      )}
    </Section>
  )
}
