import { IncompatibleReportsError } from '../errors.ts'
import type { Report, RequirementResult } from '../report.ts'

/** Which parts of the suites a report covers: `{ count: 3, indexes: [1, 3] }` lacks the second of three. */
export type Shards = NonNullable<Report['shards']>

/** Returns one sentence for each shard that a report lacks. */
export const missingShards = ({ shards }: Pick<Report, 'shards'>): readonly string[] =>
  shards === undefined
    ? []
    : Array.from({ length: shards.count }, (_, position) => position + 1)
        .filter((index) => !shards.indexes.includes(index))
        .map((index) => `The report of shard ${index}/${shards.count} is missing.`)

const unobservedPattern = /^The shards that were merged do not verify it; \d+ of \d+ are missing\.$/

/**
 * Returns results of a merged report: one that no shard decided may belong to a missing one. A reason that an earlier merge has given is
 * replaced.
 */
export function explainUnobserved(
  results: readonly RequirementResult[],
  { shards }: Pick<Report, 'shards'>,
): readonly RequirementResult[] {
  const missing = shards === undefined ? 0 : shards.count - shards.indexes.length
  const reason = `The shards that were merged do not verify it; ${missing} of ${shards?.count} are missing.`
  return results.map((result) => {
    if (result.outcome !== 'unobserved' || (result.reason !== undefined && !unobservedPattern.test(result.reason)))
      return result
    const { reason: _, ...base } = result
    return missing === 0 ? base : { ...base, reason }
  })
}

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
