import { IncompatibleReportsError } from '../errors.ts'
import type { Report } from '../report.ts'

/** Which parts of the suites a report covers: `{ count: 3, indexes: [1, 3] }` lacks the second of three. */
export type Shards = NonNullable<Report['shards']>

/** Returns one sentence for each shard that a report lacks. */
export const missingShards = ({ shards }: Pick<Report, 'shards'>): readonly string[] =>
  shards === undefined
    ? []
    : Array.from({ length: shards.count }, (_, position) => position + 1)
        .filter((index) => !shards.indexes.includes(index))
        .map((index) => `The report of shard ${index}/${shards.count} is missing.`)

/**
 * Returns the parts that several reports cover together; undefined when they cover everything.
 * @throws IncompatibleReportsError for shards of different divisions
 */
export function mergeShardsOf(reports: readonly Pick<Report, 'shards'>[]): Shards | undefined {
  const all = reports.flatMap(({ shards }) => shards ?? [])
  const [first] = all
  if (first === undefined || all.length < reports.length) return undefined
  const { count } = first
  const other = all.find((shards) => shards.count !== count)
  if (other)
    throw new IncompatibleReportsError(`The reports have different numbers of shards: ${count} and ${other.count}.`)
  const indexes = [...new Set(all.flatMap((shards) => shards.indexes))].sort((a, b) => a - b)
  return indexes.length === count ? undefined : { count, indexes }
}
