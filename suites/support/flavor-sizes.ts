/** The sizes of flavors, and the lower bounds for them in a query. */
import { type ApiResponse, resolvePointer } from '#harness'
import { idOf } from './pagination.ts'

/** A size of a flavor for which a query can set a lower bound. */
export interface FlavorSize {
  /** The query parameter with the lower bound. */
  readonly parameter: 'minDisk' | 'minRam'
  /** The property of a flavor in `GET /flavors/detail`: GB or MB. */
  readonly property: 'disk' | 'ram'
  /** A size larger than that of any flavor, but within the range of a 32-bit integer. */
  readonly tooLarge: number
}

export const diskSize: FlavorSize = { parameter: 'minDisk', property: 'disk', tooLarge: 1_000_003 }
export const memorySize: FlavorSize = { parameter: 'minRam', property: 'ram', tooLarge: 1_000_000_007 }

/** Returns flavor id → size, from a response that describes flavors in full; flavors without the size are left out. */
export function sizesIn(response: ApiResponse, { property }: FlavorSize): ReadonlyMap<string, number> {
  const sizes = response.array('body/flavors').flatMap((flavor): [string, number][] => {
    const id = idOf(flavor)
    const size = resolvePointer(flavor, `flavor/${property}`)
    return id !== undefined && typeof size === 'number' ? [[id, size]] : []
  })
  return new Map(sizes)
}

/**
 * Returns at most `count` bounds between the sizes. No bound equals a size, because the document says "larger" and Nova includes equal
 * sizes.
 */
export function boundsBetween(sizes: Iterable<number>, count = 4): number[] {
  const sorted = [...new Set(sizes)].sort((a, b) => a - b)
  const bounds = sorted.flatMap((size, index) => {
    const next = sorted[index + 1]
    const middle = next === undefined ? size : Math.floor((size + next) / 2)
    return middle > size ? [middle] : []
  })
  const step = Math.max(1, Math.ceil(bounds.length / count))
  return bounds.filter((_, index) => index % step === 0)
}

/**
 * Returns a bound that equals no size and keeps at least one flavor; undefined where no bound >= 0 does, as in a cloud whose flavors all have
 * no disk.
 */
export function boundBelowSome(sizes: Iterable<number>): number | undefined {
  const all = [...sizes]
  return boundsBetween(all, 1)[0] ?? (Math.min(...all) > 0 ? 0 : undefined)
}
