import type { Coverage } from '../report.ts'

const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort()

type Counts = Readonly<Record<string, number>>

function sum(counts: readonly Counts[]): Record<string, number> {
  const total: Record<string, number> = {}
  for (const [key, count] of counts.flatMap(Object.entries<number>)) total[key] = (total[key] ?? 0) + count
  return total
}

/** One record out of many, keys in the order of `order`; keys that no record has are left out. */
function gather<T>(
  order: readonly string[],
  records: readonly Readonly<Record<string, T>>[],
  join: (values: readonly T[]) => T,
): Record<string, T> {
  const entries = order.flatMap((key) => {
    const values = records.flatMap((record) => record[key] ?? [])
    return values.length === 0 ? [] : [[key, join(values)] as const]
  })
  return Object.fromEntries(entries)
}

/** What several runs measured with the same contract have touched together. */
export function mergeCoverage(parts: readonly Coverage[]): Coverage {
  const operations = sum(parts.map((part) => part.operations))
  const order = Object.keys(operations)
  const statuses = parts.map((part) => part.statuses)
  const parameters = parts.map((part) => Object.entries(part.queryParameters))
  const unseenBySome = distinctInOrder(parts.flatMap(({ properties }) => properties.unseen))
  const unseen = unseenBySome.filter((property) =>
    parts.every(({ properties }) => properties.unseen.includes(property)),
  )
  const documented = parts.reduce((most, { properties }) => Math.max(most, properties.documented), 0)
  return {
    operations,
    statuses: gather(order, statuses, sum),
    properties: { seen: documented - unseen.length, documented, unseen },
    queryParameters: Object.fromEntries(
      order.flatMap((id) => {
        const names = parameters.flatMap((entries) => entries.flatMap(([key, used]) => (key === id ? used : [])))
        return names.length === 0 ? [] : [[id, distinct(names)]]
      }),
    ),
    states: distinct(parts.flatMap(({ states }) => states)),
    undocumentedProperties: distinct(parts.flatMap(({ undocumentedProperties }) => undocumentedProperties)),
  }
}

const distinctInOrder = (values: readonly string[]): string[] => [...new Set(values)]
