import { gone } from './lifecycle.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** Width of the map in units of its view box; a status is a box of this size. */
export const mapWidth = 1000
export const box = { width: 144, height: 38 } as const

/** The positions of the document's statuses: initial ones on the left, final ones on the right, those of stopped servers below. */
const places: Readonly<Record<string, Point>> = {
  BUILD: { x: 90, y: 210 },
  REBOOT: { x: 230, y: 60 },
  ACTIVE: { x: 420, y: 210 },
  HARD_REBOOT: { x: 190, y: 380 },
  SHUTOFF: { x: 420, y: 440 },
  RESIZE: { x: 690, y: 60 },
  VERIFY_RESIZE: { x: 690, y: 290 },
  ERROR: { x: 690, y: 470 },
  [gone]: { x: 910, y: 210 },
}

/** Where other statuses are, row by row. The column below ACTIVE and SHUTOFF stays free. */
const otherColumns = [90, 254, 582, 746, 910] as const
const firstOtherRow = 550

/**
 * Returns the places of the given statuses and of those of the document. Statuses without a place of their own are
 * below, by name.
 */
export function layOut(statuses: readonly string[]): ReadonlyMap<string, Point> {
  const others = [...new Set(statuses)].filter((status) => !Object.hasOwn(places, status)).sort()
  const below = others.map((status, index): readonly [string, Point] => {
    const row = Math.floor(index / otherColumns.length)
    return [status, { x: otherColumns[index % otherColumns.length] ?? 0, y: firstOtherRow + row * 70 }]
  })
  const documented = Object.entries(places).filter(([status]) => status !== 'ERROR' || statuses.includes('ERROR'))
  return new Map([...documented, ...below])
}
