import { formatDuration } from '../../../text/format.ts'
import { edgeKey, gone, type LifecycleEdge } from '../models/lifecycle.ts'
import { type Curve, drawArrows } from '../models/lifecycle-curves.ts'
import { box, layOut, mapWidth, type Point } from '../models/lifecycle-layout.ts'
import { usePage } from '../page-context.ts'
import { Scrollable } from './scrollable.tsx'

interface EdgeProps {
  readonly edge: LifecycleEdge
  readonly curve: Curve
  readonly isChosen: boolean
  readonly onChoice: (key: string) => void
}

/** Renders an arrow with its figures, and a link that chooses it. */
function Edge({ edge, curve, isChosen, onChoice }: EdgeProps) {
  const { t } = usePage()
  const { path, label } = curve
  const { total } = edge
  const key = edgeKey(edge)
  const figures = total && `×${total.count} · ${formatDuration(total.median)}`
  const slow = total && total.count > 1 ? `${t.page.p95} ${formatDuration(total.p95)}` : undefined
  const parts = [figures ?? t.page.legends.unseen, ...(slow === undefined ? [] : [slow])]
  const name = `${t.page.transition(edge.from, edge.to)}: ${parts.join(' ')}`
  return (
    <a
      href={`#transition=${encodeURIComponent(key)}`}
      class={`edge ${edge.kind}`}
      aria-label={name}
      aria-current={isChosen}
      data-transition={key}
      onClick={(event) => {
        event.preventDefault()
        onChoice(isChosen ? '' : key)
      }}
    >
      <path class="reach" d={path} />
      <path class="line" d={path} marker-end={`url(#arrow-${edge.kind})`} />
      {figures && (
        <text>
          <tspan x={label.x} y={label.y - (slow ? 7 : 0)}>
            {figures}
          </tspan>
          {slow && ' '}
          {slow && (
            <tspan class="slow" x={label.x} y={label.y + 8}>
              {slow}
            </tspan>
          )}
        </text>
      )}
    </a>
  )
}

function Node({
  status,
  at,
  isObserved,
}: {
  readonly status: string
  readonly at: Point
  readonly isObserved: boolean
}) {
  const seen = isObserved ? 'seen' : 'unseen'
  return (
    <g class={`node ${status === 'ERROR' ? 'illegal' : seen}`}>
      <rect x={at.x - box.width / 2} y={at.y - box.height / 2} width={box.width} height={box.height} rx="9" />
      <text x={at.x} y={at.y}>
        {status === gone ? 'DELETED / 404' : status}
      </text>
    </g>
  )
}

interface LifecycleMapProps {
  readonly edges: readonly LifecycleEdge[]
  /** The key of the chosen edge, or an empty string. */
  readonly chosen: string
  readonly onChoice: (key: string) => void
}

/** Renders the state diagram of the document in a fixed layout, with what was observed. */
export function LifecycleMap({ edges, chosen, onChoice }: LifecycleMapProps) {
  const { t, report } = usePage()
  const observed = new Set(edges.flatMap(({ kind, from, to }) => (kind === 'unseen' ? [] : [from, to])))
  const points = layOut(edges.flatMap(({ from, to }) => [from, to]))
  const height = Math.max(...[...points.values()].map(({ y }) => y)) + 50
  const isObserved = (status: string): boolean => observed.has(status) || report.coverage.states.includes(status)
  const mostFrequentFirst = [...edges].sort((a, b) => (b.total?.count ?? 0) - (a.total?.count ?? 0))
  const arrows = mostFrequentFirst.flatMap((edge) => {
    const [from, to] = [points.get(edge.from), points.get(edge.to)]
    return from && to ? [{ edge, from, to, hasLabel: edge.total !== undefined }] : []
  })
  const curves = drawArrows(arrows, [...points.values()])
  // What was not observed is drawn first, below the rest.
  const drawn = arrows.flatMap(({ edge }, index) => {
    const curve = curves[index]
    return curve ? [{ edge, curve }] : []
  })
  return (
    <Scrollable label={t.page.lifecycle}>
      <svg class="lifecycle" viewBox={`0 0 ${mapWidth} ${height}`} aria-label={t.page.lifecycle}>
        <defs>
          {(['seen', 'unseen', 'illegal', 'other'] as const).map((kind) => (
            <marker
              key={kind}
              id={`arrow-${kind}`}
              class={kind}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              orient="auto"
            >
              <path d="M0,0 L8,4 L0,8 z" />
            </marker>
          ))}
        </defs>
        {[...points].map(([status, at]) => (
          <Node key={status} status={status} at={at} isObserved={isObserved(status)} />
        ))}
        {drawn.reverse().map(({ edge, curve }) => {
          const key = edgeKey(edge)
          return <Edge key={key} edge={edge} curve={curve} isChosen={key === chosen} onChoice={onChoice} />
        })}
      </svg>
    </Scrollable>
  )
}
