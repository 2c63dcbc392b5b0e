import type { RequestedPart } from '../report.ts'

type Parts = readonly (RequestedPart | undefined)[]

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)]

/** Every pattern that one of the runs was limited to; none if a run was not limited. */
function mergeOnly(parts: Parts): Pick<RequestedPart, 'only'> {
  const lists = parts.map((part) => part?.only)
  return lists.includes(undefined) ? {} : { only: distinct(lists.flatMap((list) => list ?? [])) }
}

/** The patterns that all runs left out. */
function mergeSkip([first, ...others]: Parts): Pick<RequestedPart, 'skip'> {
  const skip = (first?.skip ?? []).filter((pattern) => others.every((part) => part?.skip?.includes(pattern)))
  return skip.length === 0 ? {} : { skip }
}

/** The shards that were run; none if these are all, or if a run had no shards. */
function mergeShardNumbers(parts: Parts): Pick<RequestedPart, 'shards'> {
  const count = parts[0]?.shards?.count
  if (count === undefined || parts.some((part) => part?.shards?.count !== count)) return {}
  const indexes = distinct(parts.flatMap((part) => part?.shards?.indexes ?? [])).sort((a, b) => a - b)
  return indexes.length === count ? {} : { shards: { count, indexes } }
}

/** The part that several runs were asked for together; undefined if it is everything. */
export function mergeParts(parts: Parts): RequestedPart | undefined {
  const merged = { ...mergeOnly(parts), ...mergeSkip(parts), ...mergeShardNumbers(parts) }
  return Object.keys(merged).length === 0 ? undefined : merged
}
