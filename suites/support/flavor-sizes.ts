import { type ApiResponse, resolvePointer } from '#harness'

/** A size that flavors have, and the parameter of the list that sets a lower bound for it. */
export interface Size {
  readonly parameter: 'minDisk' | 'minRam'
  /** Its name where flavors are described in full. */
  readonly field: 'disk' | 'ram'
  /** More than any flavor has, and still a number that every database can compare. */
  readonly beyond: number
}

export const disk: Size = { parameter: 'minDisk', field: 'disk', beyond: 1_000_003 }
export const memory: Size = { parameter: 'minRam', field: 'ram', beyond: 1_000_000_007 }

/** Sizes by flavor id, from an answer that describes flavors in full; flavors without a size are left out. */
export function sizesIn(response: ApiResponse, { field }: Size): ReadonlyMap<string, number> {
  const pairs = response.array('body/flavors').flatMap((flavor): [string, number][] => {
    const id = resolvePointer(flavor, 'flavor/id')
    const size = resolvePointer(flavor, `flavor/${field}`)
    return typeof id === 'string' && typeof size === 'number' ? [[id, size]] : []
  })
  return new Map(pairs)
}

/**
 * Bounds that divide the flavors and equal no size, at most `most` of them. The document says larger where Nova counts
 * equal sizes too, so a bound that equals a size would judge a question that is open.
 */
export function boundsBetween(sizes: Iterable<number>, most = 4): number[] {
  const sorted = [...new Set(sizes)].sort((a, b) => a - b)
  const bounds = sorted.flatMap((size, index) => {
    const next = sorted[index + 1]
    const middle = next === undefined ? size : Math.floor((size + next) / 2)
    return middle > size ? [middle] : []
  })
  const stride = Math.max(1, Math.ceil(bounds.length / most))
  return bounds.filter((_, index) => index % stride === 0)
}
