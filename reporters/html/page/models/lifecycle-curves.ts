import { box, type Point } from './lifecycle-layout.ts'

/** An arrow to draw between the centres of two boxes. */
export interface Arrow {
  readonly from: Point
  readonly to: Point
  /** Whether figures stand beside it. */
  readonly hasLabel: boolean
}

/** An arrow as a curve. */
export interface Curve {
  /** Of an SVG path. */
  readonly path: string
  /** The centre of its label. */
  readonly label: Point
}

interface Size {
  readonly width: number
  readonly height: number
}

/** The size of two lines of figures. */
const labelSize: Size = { width: 96, height: 28 }

/** The distance of a curve's control point from the straight line: the usual bend, then wider ones around obstacles. */
const bends = [34, 120, -120, 200] as const

/** Where on a curve a label may be, the best place first. */
const labelPositions = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78] as const

interface Bezier {
  readonly start: Point
  readonly control: Point
  readonly end: Point
}

const pointAt = ({ start, control, end }: Bezier, t: number): Point => {
  const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2]
  return { x: a * start.x + b * control.x + c * end.x, y: a * start.y + b * control.y + c * end.y }
}

const overlap = (a: Point, sizeA: Size, b: Point, sizeB: Size): boolean =>
  Math.abs(a.x - b.x) < (sizeA.width + sizeB.width) / 2 && Math.abs(a.y - b.y) < (sizeA.height + sizeB.height) / 2

/** Returns the point where a line from the centre of a box towards another point leaves the box. */
function border(from: Point, to: Point): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const scale = Math.min(
    dx === 0 ? Infinity : (box.width / 2 + 3) / Math.abs(dx),
    dy === 0 ? Infinity : (box.height / 2 + 3) / Math.abs(dy),
  )
  return { x: from.x + dx * scale, y: from.y + dy * scale }
}

/**
 * Returns the direction to the right of a line, of length 1. Curves bend there, so that the arrows of both directions
 * are apart.
 */
function rightOf(from: Point, to: Point): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const length = Math.hypot(dx, dy) || 1
  return { x: -dy / length, y: dx / length }
}

function bent({ from, to }: Arrow, bend: number): Bezier {
  const right = rightOf(from, to)
  const control = { x: (from.x + to.x) / 2 + right.x * bend, y: (from.y + to.y) / 2 + right.y * bend }
  return { start: border(from, control), control, end: border(to, control) }
}

const samples = Array.from({ length: 15 }, (_, index) => (index + 1) / 16)

/** Returns the least bent curve that crosses no other box. */
function around(arrow: Arrow, boxes: readonly Point[]): readonly [Bezier, bend: number] {
  const others = boxes.filter((each) => each !== arrow.from && each !== arrow.to)
  const isFree = (curve: Bezier): boolean =>
    samples.every((t) => others.every((other) => !overlap(pointAt(curve, t), { width: 0, height: 0 }, other, box)))
  for (const bend of bends) {
    const curve = bent(arrow, bend)
    if (isFree(curve)) return [curve, bend]
  }
  return [bent(arrow, bends[0]), bends[0]]
}

/** Returns the centre of a label beside a curve, on its outer side. */
function beside({ from, to }: Arrow, curve: Bezier, bend: number, t: number): Point {
  const right = rightOf(from, to)
  const side = Math.sign(bend)
  const distance = Math.abs(right.x) * (labelSize.width / 2) + Math.abs(right.y) * (labelSize.height / 2) + 2
  const { x, y } = pointAt(curve, t)
  return { x: x + side * right.x * distance, y: y + side * right.y * distance }
}

const format = ({ x, y }: Point): string => `${Math.round(x)},${Math.round(y)}`

/**
 * Draws arrows that cross no box, and labels that cover neither a box nor each other, as far as there is room. Labels
 * of earlier arrows have the better places.
 */
export function drawArrows(arrows: readonly Arrow[], boxes: readonly Point[]): readonly Curve[] {
  const labels: Point[] = []
  return arrows.map((arrow) => {
    const [curve, bend] = around(arrow, boxes)
    const places = labelPositions.map((t) => beside(arrow, curve, bend, t))
    const isFree = (place: Point): boolean =>
      labels.every((label) => !overlap(place, labelSize, label, labelSize)) &&
      boxes.every((each) => !overlap(place, labelSize, each, box))
    const [middle = arrow.from] = places
    const label = places.find(isFree) ?? middle
    if (arrow.hasLabel) labels.push(label)
    return { path: `M${format(curve.start)} Q${format(curve.control)} ${format(curve.end)}`, label }
  })
}
