import type { Exchange } from '#model'

import type { Report, RequirementResult } from '../report.ts'

export interface ReindexedReports {
  /** All exchanges in the order in which they ended, each with an index of its own. */
  readonly exchanges: readonly Exchange[]
  /** The requirements of each report, findings pointing at the new indexes. */
  readonly requirements: readonly (readonly RequirementResult[])[]
}

const end = ({ startedAt, ms }: Exchange) => startedAt + ms

function pointing(result: RequirementResult, indexes: ReadonlyMap<number, number>): RequirementResult {
  return {
    ...result,
    findings: result.findings.map(({ exchange, ...finding }) => {
      const index = exchange === undefined ? undefined : indexes.get(exchange)
      return { ...finding, ...(index !== undefined && { exchange: index }) }
    }),
  }
}

/** Every report counts its exchanges from the same number. Ends of exchanges are what a run counts by, so they decide here too. */
export function reindexExchanges(reports: readonly Report[]): ReindexedReports {
  const all = reports
    .flatMap(({ exchanges }, from) => exchanges.map((exchange) => ({ from, exchange })))
    .sort((a, b) => end(a.exchange) - end(b.exchange) || a.exchange.index - b.exchange.index || a.from - b.from)
  const first = all.reduce((least, { exchange }) => Math.min(least, exchange.index), Infinity)
  const indexes = reports.map(() => new Map<number, number>())
  const exchanges = all.map(({ from, exchange }, at) => {
    indexes[from]?.set(exchange.index, first + at)
    return { ...exchange, index: first + at }
  })
  return {
    exchanges,
    requirements: reports.map(({ requirements }, from) =>
      requirements.map((result) => pointing(result, indexes[from] ?? new Map())),
    ),
  }
}
