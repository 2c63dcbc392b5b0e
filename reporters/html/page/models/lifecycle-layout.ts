import { gone } from './lifecycle.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** Width of the map in units of its view box; a status is a box of this size. */
export const mapWidth = 1000
export const box = { width: 132, height: 38 } as const

/** Where the statuses of the document are: what begins is left, what ends is right, what is stopped is below. */
const places: Readonly<Record<string, Point>> = {
  BUILD: { x: 90, y: 210 },
  REBOOT: { x: 230, y: 60 },
  ACTIVE: { x: 420, y: 210 },
  HARD_REBOOT: { x: 190, y: 380 },
  SHUTOFF: { x: 420, y: 440 },
  RESIZE: { x: 690, y: 60 },
  VERIFY_RESIZE: { x: 690, y: 330 },
  ERROR: { x: 690, y: 470 },
  [gone]: { x: 910, y: 210 },
}

const otherColumns = 6
const firstOtherRow = 540

/** Places of the given statuses and of those of the document. Statuses without a place of their own are below, by name. */
export function layOut(statuses: readonly string[]): ReadonlyMap<string, Point> {
  const others = [...new Set(statuses)].filter((status) => !Object.hasOwn(places, status)).sort()
  const below = others.map((status, index): readonly [string, Point] => {
    const column = index % otherColumns
    return [status, { x: 90 + column * 164, y: firstOtherRow + Math.floor(index / otherColumns) * 70 }]
  })
  const documented = Object.entries(places).filter(([status]) => status !== 'ERROR' || statuses.includes('ERROR'))
  return new Map([...documented, ...below])
}

/** The point where a line from the centre of a box towards another point leaves the box. */
function border(from: Point, to: Point): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const scale = Math.min(
    dx === 0 ? Infinity : (box.width / 2 + 3) / Math.abs(dx),
    dy === 0 ? Infinity : (box.height / 2 + 3) / Math.abs(dy),
  )
  return { x: from.x + dx * scale, y: from.y + dy * scale }
}

/** A curve between two boxes, bent to its right, so that the arrows of both directions are apart. */
export interface Curve {
  readonly path: string
  /** The middle of the curve, for its label. */
  readonly middle: Point
}

export function curveBetween(from: Point, to: Point): Curve {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const length = Math.hypot(dx, dy) || 1
  const bend = 34
  const control = {
    x: (from.x + to.x) / 2 - (dy / length) * bend,
    y: (from.y + to.y) / 2 + (dx / length) * bend,
  }
  const start = border(from, control)
  const end = border(to, control)
  const round = Math.round
  return {
    path: `M${round(start.x)},${round(start.y)} Q${round(control.x)},${round(control.y)} ${round(end.x)},${round(end.y)}`,
    middle: {
      x: round(start.x / 4 + control.x / 2 + end.x / 4),
      y: round(start.y / 4 + control.y / 2 + end.y / 4),
    },
  }
}
