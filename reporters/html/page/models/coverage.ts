import type { Coverage, Report } from '#results'
import { percentile } from './lifecycle.ts'

interface Share {
  readonly seen: number
  readonly documented: number
}

/** The coverage of one operation. Shares are undefined if the report does not contain the documented total. */
export interface CoverageRow {
  readonly operation: string
  readonly calls: number
  readonly statuses: Readonly<Record<string, number>>
  readonly parameters: Share | undefined
  readonly properties: Share | undefined
  /** Values of enumerations other than the status of a server. */
  readonly values: Share | undefined
  /** Statuses of servers. */
  readonly states: Share | undefined
  /** Documented query parameters that no request had. */
  readonly unsent: readonly string[]
  /** Milliseconds until the response was complete, for half and for 95 % of the calls. */
  readonly p50: number
  readonly p95: number
}

/** Tells whether an entry such as `body/server/status ACTIVE` is about the status of a server. */
const isState = (entry: string): boolean => /(?:^| )body\/servers?(?:\/\*)?\/status /.test(entry)

/** Returns the number of entries such as `showServer body/server/name` that are about an operation. */
const countOf = (entries: readonly string[], operation: string): number =>
  entries.filter((entry) => entry.startsWith(`${operation} `)).length

const shareOf = (documented: number | undefined, unseen: number): Share | undefined =>
  documented === undefined ? undefined : { seen: documented - unseen, documented }

/** Returns one row for each operation of the document. */
export function coverageRows({ coverage, exchanges }: Report): readonly CoverageRow[] {
  const times = new Map<string, number[]>()
  for (const { operation, ms } of exchanges) {
    if (operation === undefined) continue
    const own = times.get(operation)
    if (own) own.push(ms)
    else times.set(operation, [ms])
  }
  const { documented } = coverage
  const unseenValues = coverage.values?.unseen ?? []
  return Object.entries(coverage.operations).map(([operation, calls]) => {
    const sorted = (times.get(operation) ?? []).sort((a, b) => a - b)
    const sent = coverage.queryParameters[operation] ?? []
    const parameters = documented?.queryParameters[operation] ?? []
    const ownValues = documented?.values[operation] ?? []
    const unsent = parameters.filter((name) => !sent.includes(name))
    return {
      operation,
      calls,
      statuses: coverage.statuses[operation] ?? {},
      parameters: documented && { seen: parameters.length - unsent.length, documented: parameters.length },
      properties: shareOf(documented?.properties[operation], countOf(coverage.properties.unseen, operation)),
      values: shareOf(
        documented && ownValues.filter((entry) => !isState(entry)).length,
        countOf(
          unseenValues.filter((entry) => !isState(entry)),
          operation,
        ),
      ),
      states: shareOf(documented && ownValues.filter(isState).length, countOf(unseenValues.filter(isState), operation)),
      unsent,
      p50: percentile(sorted, 0.5),
      p95: percentile(sorted, 0.95),
    }
  })
}

const statusEntry = 'showServer body/server/status '

/** Returns the statuses of servers that the document has and no response showed. */
export const unseenStatuses = ({ values, states }: Coverage): readonly string[] =>
  (values?.unseen ?? [])
    .filter((entry) => entry.startsWith(statusEntry))
    .map((entry) => entry.slice(statusEntry.length))
    .filter((status) => !states.includes(status))
