import type { Exchange } from '#model'
import type { Coverage } from '../report.ts'
import type { TestResult } from '../test-result.ts'
import { unseenValues } from './value-coverage.ts'

/** The documented items that a run can cover: operations, response properties as `operation pointer`, and more. */
export interface Coverable {
  readonly operations: readonly string[]
  readonly properties: readonly string[]
  /** Values of enumerations as `operation pointer value`; default none. */
  readonly values?: readonly string[]
  /** Query parameters as `operation name`; default none. */
  readonly parameters?: readonly string[]
}

const distinctSorted = (values: readonly string[]): string[] => [...new Set(values)].sort()

const recordOf = <T>(keys: readonly string[], value: (key: string) => T): Record<string, T> =>
  Object.fromEntries(keys.map((key) => [key, value(key)]))

function countStatuses(exchanges: readonly Exchange[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status } of exchanges) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

const queryNames = ({ url }: Exchange): string[] => (URL.canParse(url) ? [...new URL(url).searchParams.keys()] : [])

/** The form of a server status. Values of another form are reported as findings and left out of the coverage. */
const serverStatus = /^[A-Z][A-Z_]{0,31}$/

function shownStatus({ operation, body }: Exchange): string[] {
  if (operation !== 'showServer' || body === undefined) return []
  try {
    const status: unknown = JSON.parse(body)?.server?.status
    return typeof status === 'string' && serverStatus.test(status) ? [status] : []
  } catch {
    return []
  }
}

/** Returns the entries by the operation that they begin with. */
function byOperation(operations: readonly string[], entries: readonly string[]): Record<string, string[]> {
  const own = (id: string) =>
    entries.filter((entry) => entry.startsWith(`${id} `)).map((entry) => entry.slice(id.length + 1))
  return recordOf(
    operations.filter((id) => own(id).length > 0),
    own,
  )
}

/** Returns the documented items of each operation. */
function documentedTotals({
  operations,
  properties,
  values = [],
  parameters = [],
}: Coverable): NonNullable<Coverage['documented']> {
  const counts = Object.entries(byOperation(operations, properties)).map(([id, own]) => [id, own.length] as const)
  return {
    properties: Object.fromEntries(counts),
    values: byOperation(operations, values),
    queryParameters: byOperation(operations, parameters),
  }
}

/** Returns the part of the OpenAPI description that a run used. Operations without a call are listed with 0. */
export function coverageOf(
  exchanges: readonly Exchange[],
  tests: readonly TestResult[],
  coverable: Coverable,
): Coverage {
  const callsById = new Map(
    coverable.operations.map((id) => [id, exchanges.filter(({ operation }) => operation === id)]),
  )
  const calls = (id: string): readonly Exchange[] => callsById.get(id) ?? []
  const called = coverable.operations.filter((id) => calls(id).length > 0)
  const withQuery = called.filter((id) => calls(id).some((exchange) => queryNames(exchange).length > 0))
  const evidence = tests.map((test) => test.evidence)
  const observed = new Set(evidence.flatMap(({ properties }) => properties))
  const unseen = coverable.properties.filter((property) => !observed.has(property))
  const polled = evidence.flatMap(({ transitions }) => transitions.flatMap(({ from, to }) => [from, to]))
  return {
    operations: recordOf(coverable.operations, (id) => calls(id).length),
    statuses: recordOf(called, (id) => countStatuses(calls(id))),
    properties: {
      seen: coverable.properties.length - unseen.length,
      documented: coverable.properties.length,
      unseen,
    },
    queryParameters: recordOf(withQuery, (id) => distinctSorted(calls(id).flatMap(queryNames))),
    states: distinctSorted([
      ...polled.filter((status) => serverStatus.test(status)),
      ...exchanges.flatMap(shownStatus),
    ]),
    undocumentedProperties: distinctSorted(evidence.flatMap((each) => each.undocumentedProperties)),
    values: { unseen: unseenValues(coverable.values ?? [], exchanges) },
    documented: documentedTotals(coverable),
  }
}
