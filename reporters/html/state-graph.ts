import type { TransitionSummary } from '../group-results.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { html, type Markup } from './markup.ts'

/** More states than any server has; what a target invents beyond that is left to the table. */
const statesDrawn = 16
const size = { width: 760, height: 440 } as const

interface Point {
  readonly x: number
  readonly y: number
}

/** The state that most changes touch stands in the middle, the others on an ellipse around it. */
function places(transitions: readonly TransitionSummary[]): ReadonlyMap<string, Point> {
  const touched = new Map<string, number>()
  for (const { from, to } of transitions) for (const name of [from, to]) touched.set(name, (touched.get(name) ?? 0) + 1)
  const names = [...touched].sort(([, a], [, b]) => b - a).map(([name]) => name)
  const [hub, ...around] = names.slice(0, statesDrawn)
  const centre = { x: size.width / 2, y: size.height / 2 }
  const on = (at: number): Point => {
    const angle = (2 * Math.PI * at) / around.length - Math.PI / 2
    return { x: centre.x + Math.cos(angle) * (centre.x - 90), y: centre.y + Math.sin(angle) * (centre.y - 40) }
  }
  return new Map([
    ...(hub === undefined ? [] : [[hub, centre] as const]),
    ...around.map((name, at) => [name, on(at)] as const),
  ])
}

const shorten = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text)

const boxWidth = (name: string) => shorten(name, 18).length * 7.6 + 24

/** Where a line from `other` meets the box of a state. */
function edgeOf(box: Point, name: string, other: Point): Point {
  const [dx, dy] = [other.x - box.x, other.y - box.y]
  const scale = Math.min((boxWidth(name) / 2 + 5) / Math.abs(dx || 1e-6), 20 / Math.abs(dy || 1e-6))
  return { x: box.x + dx * scale, y: box.y + dy * scale }
}

const round = (value: number) => Math.round(value * 10) / 10

/** A point of a quadratic curve. Actions stand nearer to where they start, so that those of there and back keep apart. */
function pointOn(start: Point, control: Point, end: Point, t: number): Point {
  const along = (from: number, by: number, to: number) => (1 - t) ** 2 * from + 2 * (1 - t) * t * by + t ** 2 * to
  return { x: along(start.x, control.x, end.x), y: along(start.y, control.y, end.y) }
}

/** A curve that bends to its right, so that the way there and the way back do not cover each other. */
function edge(
  from: string,
  to: string,
  actions: readonly string[],
  at: ReadonlyMap<string, Point>,
): Markup | undefined {
  const [a, b] = [at.get(from), at.get(to)]
  if (!a || !b || from === to) return undefined
  const length = Math.hypot(b.x - a.x, b.y - a.y)
  const bend = { x: (-(b.y - a.y) / length) * 40, y: ((b.x - a.x) / length) * 40 }
  const middle = { x: (a.x + b.x) / 2 + bend.x, y: (a.y + b.y) / 2 + bend.y }
  const [start, end] = [edgeOf(a, from, middle), edgeOf(b, to, middle)]
  const path = `M${round(start.x)} ${round(start.y)}Q${round(middle.x)} ${round(middle.y)} ${round(end.x)} ${round(end.y)}`
  const text = pointOn(start, middle, end, 0.36)
  const named = shorten(actions.map(sanitizeLine).join(', '), 30)
  return html`<path d="${path}" marker-end="url(#arrow)"/><text x="${round(text.x)}" y="${round(text.y)}" class="action">${named}</text>`
}

/** The states that polling saw and the changes between them. The table beside it says the same in words. */
export function stateGraph(transitions: readonly TransitionSummary[], title: string): Markup | undefined {
  const at = places(transitions)
  if (at.size < 2) return undefined
  const pairs = new Map<string, TransitionSummary[]>()
  for (const each of transitions) {
    const key = JSON.stringify([each.from, each.to])
    pairs.set(key, [...(pairs.get(key) ?? []), each])
  }
  const edges = [...pairs.values()].flatMap((same) => {
    const [first] = same
    return first
      ? (edge(
          first.from,
          first.to,
          same.map(({ after }) => after),
          at,
        ) ?? [])
      : []
  })
  const nodes = [...at].map(([name, { x, y }]) => {
    const width = boxWidth(name)
    return html`<g><rect x="${round(x - width / 2)}" y="${round(y - 15)}" width="${round(width)}" height="30" rx="15"/><text x="${round(x)}" y="${round(y)}">${shorten(sanitizeLine(name), 18)}</text></g>`
  })
  return html`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title}"><defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z"/></marker></defs>${edges}${nodes}</svg>`
}
