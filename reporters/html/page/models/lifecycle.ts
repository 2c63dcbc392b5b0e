import { canonicalStatus, statusSequences } from '#model'
import type { ReportedTransition } from '#results'

/** The status in which a server no longer exists: `DELETED` and `404` are one place of the map. */
export const gone = 'DELETED'

/**
 * How the document sees a transition: it may follow this request (`legal`), it may not (`illegal`), or the document does not rule it
 * out (`other`).
 */
export type Legality = 'legal' | 'illegal' | 'other'

/** Transitions with the same statuses and the same request. Times in milliseconds since the request. */
export interface TransitionFigures {
  readonly after: string
  readonly legality: Legality
  readonly count: number
  readonly median: number
  readonly p95: number
  readonly longest: number
}

/** An arrow of the map. Without causes it was not observed. */
export interface LifecycleEdge {
  readonly from: string
  readonly to: string
  readonly kind: 'seen' | 'unseen' | 'illegal' | 'other'
  /** All causes together; undefined for an edge that was not observed. */
  readonly total: TransitionFigures | undefined
  readonly causes: readonly TransitionFigures[]
}

/** Returns the name of the place that a status has in the map. */
export function placeOf(status: string): string {
  const canonical = canonicalStatus(status)
  return canonical === '404' ? gone : canonical
}

/** Returns the name of an edge in the fragment of the URL. */
export const edgeKey = ({ from, to }: Pick<LifecycleEdge, 'from' | 'to'>): string => `${from}>${to}`

/**
 * Returns the sequences of statuses that may follow a request. Its name may contain the status before: `hard reboot
 * from SHUTOFF`.
 */
const sequencesAfter = (after: string): readonly (readonly string[])[] =>
  Object.entries(statusSequences)
    .filter(([request]) => request === after || request.startsWith(`${after} from `))
    .map(([, statuses]) => statuses.map(placeOf))

function legalityOf(from: string, to: string, after: string): Legality {
  const sequences = sequencesAfter(after)
  const follows = sequences.some((statuses) => {
    const start = statuses.indexOf(from)
    return start >= 0 && statuses.indexOf(to, start + 1) >= 0
  })
  if (follows) return 'legal'
  return sequences.length === 0 || to === gone ? 'other' : 'illegal'
}

/** Returns the smallest value that at least this share of the sorted values does not exceed. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0

function figures(after: string, legality: Legality, transitions: readonly ReportedTransition[]): TransitionFigures {
  const times = transitions.map(({ ms }) => ms).sort((a, b) => a - b)
  return {
    after,
    legality,
    count: times.length,
    median: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    longest: times.at(-1) ?? 0,
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

const kindOf = (causes: readonly TransitionFigures[]): LifecycleEdge['kind'] => {
  if (causes.length === 0) return 'unseen'
  if (causes.some(({ legality }) => legality === 'illegal')) return 'illegal'
  return causes.some(({ legality }) => legality === 'legal') ? 'seen' : 'other'
}

/**
 * Tells whether a request shelves or unshelves: only the later edition describes that, so its arrows are drawn where it
 * was observed.
 */
const isShelving = (request: string): boolean => /^(un)?shelve /.test(request)

/** Returns the arrows that the document draws: each status to the next one of its sequence. */
function documentedEdges(): readonly (readonly [from: string, to: string])[] {
  const sequences = Object.entries(statusSequences).filter(([request]) => !isShelving(request))
  return sequences.flatMap(([, sequence]) => {
    const places = sequence.map(placeOf)
    return places.slice(1).flatMap((to, index) => {
      const from = places[index]
      return from === undefined || from === to ? [] : [[from, to] as const]
    })
  })
}

/** Returns the arrows of the map: those of the document and those that were observed, each once. */
export function lifecycleEdges(transitions: readonly ReportedTransition[]): readonly LifecycleEdge[] {
  const placed = transitions
    .map((transition) => ({ ...transition, from: placeOf(transition.from), to: placeOf(transition.to) }))
    .filter(({ from, to }) => from !== to)
  const observed = groupBy(placed, edgeKey)
  const keys = new Set([...documentedEdges().map(([from, to]) => edgeKey({ from, to })), ...observed.keys()])
  return [...keys].map((key) => {
    const [from = '', to = ''] = key.split('>')
    const group = observed.get(key) ?? []
    const causes = [...groupBy(group, ({ after }) => after)]
      .map(([after, members]) => figures(after, legalityOf(from, to, after), members))
      .sort((a, b) => b.count - a.count)
    const kind = kindOf(causes)
    const total = group.length === 0 ? undefined : figures('', 'legal', group)
    return { from, to, kind, total, causes }
  })
}
