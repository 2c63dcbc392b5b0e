import type { TransitionSummary } from '../group-results.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { html, type Markup } from './markup.ts'

/** Statuses drawn. The table lists those beyond the limit, which no real server reaches. */
const maxStatuses = 16
const size = { width: 760, height: 440 } as const

interface Point {
  readonly x: number
  readonly y: number
}

/** Places the status with the most transitions in the middle and the others on an ellipse around it. */
function layOut(transitions: readonly TransitionSummary[]): ReadonlyMap<string, Point> {
  const degrees = new Map<string, number>()
  for (const { from, to } of transitions) for (const name of [from, to]) degrees.set(name, (degrees.get(name) ?? 0) + 1)
  const names = [...degrees].sort(([, a], [, b]) => b - a).map(([name]) => name)
  const [hub, ...others] = names.slice(0, maxStatuses)
  const centre = { x: size.width / 2, y: size.height / 2 }
  const onEllipse = (index: number): Point => {
    const angle = (2 * Math.PI * index) / others.length - Math.PI / 2
    return { x: centre.x + Math.cos(angle) * (centre.x - 90), y: centre.y + Math.sin(angle) * (centre.y - 40) }
  }
  return new Map([
    ...(hub === undefined ? [] : [[hub, centre] as const]),
    ...others.map((name, index) => [name, onEllipse(index)] as const),
  ])
}

const shorten = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text)

const boxWidth = (name: string) => shorten(name, 18).length * 7.6 + 24

/** The point where a line from `other` meets the box of a status. */
function edgeOf(box: Point, name: string, other: Point): Point {
  const [dx, dy] = [other.x - box.x, other.y - box.y]
  const scale = Math.min((boxWidth(name) / 2 + 5) / Math.abs(dx || 1e-6), 20 / Math.abs(dy || 1e-6))
  return { x: box.x + dx * scale, y: box.y + dy * scale }
}

const round = (value: number) => Math.round(value * 10) / 10

/** A point of a quadratic Bézier curve; `t` from 0 to 1. */
function pointOn(start: Point, control: Point, end: Point, t: number): Point {
  const along = (from: number, by: number, to: number) => (1 - t) ** 2 * from + 2 * (1 - t) * t * by + t ** 2 * to
  return { x: along(start.x, control.x, end.x), y: along(start.y, control.y, end.y) }
}

/** A curve that bends to its right, so that the two directions do not overlap. */
function edge(
  from: string,
  to: string,
  actions: readonly string[],
  positions: ReadonlyMap<string, Point>,
): Markup | undefined {
  const [a, b] = [positions.get(from), positions.get(to)]
  if (!a || !b || from === to) return undefined
  const length = Math.hypot(b.x - a.x, b.y - a.y)
  const bend = { x: (-(b.y - a.y) / length) * 40, y: ((b.x - a.x) / length) * 40 }
  const middle = { x: (a.x + b.x) / 2 + bend.x, y: (a.y + b.y) / 2 + bend.y }
  const [start, end] = [edgeOf(a, from, middle), edgeOf(b, to, middle)]
  const path = `M${round(start.x)} ${round(start.y)}Q${round(middle.x)} ${round(middle.y)} ${round(end.x)} ${round(end.y)}`
  // nearer to the start, so that the labels of both directions do not overlap
  const text = pointOn(start, middle, end, 0.36)
  const actionNames = shorten(actions.map(sanitizeLine).join(', '), 30)
  return html`<path d="${path}" marker-end="url(#arrow)"/><text x="${round(text.x)}" y="${round(text.y)}" class="action">${actionNames}</text>`
}

/** A graph of the observed statuses and transitions, as in the table beside it. Undefined with fewer than two statuses. */
export function stateGraph(transitions: readonly TransitionSummary[], title: string): Markup | undefined {
  const positions = layOut(transitions)
  if (positions.size < 2) return undefined
  const pairs = new Map<string, TransitionSummary[]>()
  for (const transition of transitions) {
    const key = JSON.stringify([transition.from, transition.to])
    pairs.set(key, [...(pairs.get(key) ?? []), transition])
  }
  const edges = [...pairs.values()].flatMap((same) => {
    const [first] = same
    return first
      ? (edge(
          first.from,
          first.to,
          same.map(({ after }) => after),
          positions,
        ) ?? [])
      : []
  })
  const nodes = [...positions].map(([name, { x, y }]) => {
    const width = boxWidth(name)
    return html`<g><rect x="${round(x - width / 2)}" y="${round(y - 15)}" width="${round(width)}" height="30" rx="15"/><text x="${round(x)}" y="${round(y)}">${shorten(sanitizeLine(name), 18)}</text></g>`
  })
  return html`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title}"><defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z"/></marker></defs>${edges}${nodes}</svg>`
}
