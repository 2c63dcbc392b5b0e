import type { Coverage } from '../report.ts'

const distinct = (values: readonly string[]): string[] => [...new Set(values)]

const distinctSorted = (values: readonly string[]): string[] => distinct(values).sort()

type Counts = Readonly<Record<string, number>>

function sumCounts(counts: readonly Counts[]): Record<string, number> {
  const total: Record<string, number> = {}
  for (const [key, count] of counts.flatMap(Object.entries<number>)) total[key] = (total[key] ?? 0) + count
  return total
}

/** Merges records key by key, with the keys in the given order. Keys that no record contains are left out. */
function mergeRecords<T>(
  keys: readonly string[],
  records: readonly Readonly<Record<string, T>>[],
  merge: (values: readonly T[]) => T,
): Record<string, T> {
  const entries = keys.flatMap((key) => {
    const values = records.map((record) => record[key]).filter((value) => value !== undefined)
    return values.length === 0 ? [] : [[key, merge(values)] as const]
  })
  return Object.fromEntries(entries)
}

/** Returns the values that none of the runs observed, if all reports have them. */
function mergeUnseenValues(parts: readonly Coverage[]): Pick<Coverage, 'values'> {
  const lists = parts.flatMap(({ values }) => (values ? [values.unseen] : []))
  const [first = [], ...others] = lists
  if (lists.length < parts.length || lists.length === 0) return {}
  return { values: { unseen: first.filter((value) => others.every((unseen) => unseen.includes(value))) } }
}

/** Returns the documented coverage: all runs have the same OpenAPI description. */
function documentedIn(parts: readonly Coverage[]): Pick<Coverage, 'documented'> {
  const documented = parts.find((part) => part.documented)?.documented
  return documented ? { documented } : {}
}

/** Returns the coverage of several runs together, all measured against the same OpenAPI description. */
export function mergeCoverage(parts: readonly Coverage[]): Coverage {
  const operations = sumCounts(parts.map((part) => part.operations))
  const operationIds = Object.keys(operations)
  const unseen = distinct(parts.flatMap(({ properties }) => properties.unseen)).filter((property) =>
    parts.every(({ properties }) => properties.unseen.includes(property)),
  )
  const documented = Math.max(0, ...parts.map(({ properties }) => properties.documented))
  return {
    operations,
    statuses: mergeRecords(
      operationIds,
      parts.map(({ statuses }) => statuses),
      sumCounts,
    ),
    properties: { seen: documented - unseen.length, documented, unseen },
    queryParameters: mergeRecords(
      operationIds,
      parts.map(({ queryParameters }) => queryParameters),
      (names) => distinctSorted(names.flat()),
    ),
    states: distinctSorted(parts.flatMap(({ states }) => states)),
    undocumentedProperties: distinctSorted(parts.flatMap(({ undocumentedProperties }) => undocumentedProperties)),
    ...mergeUnseenValues(parts),
    ...documentedIn(parts),
  }
}
