import type { Exchange } from '#model'
import type { Report, ReportedTest, RequirementResult } from '../report.ts'

export interface ReindexedReports {
  /** The exchanges of all reports, in the order in which they ended, with unique indexes. */
  readonly exchanges: readonly Exchange[]
  /** The results of each report, with findings that refer to the new indexes. */
  readonly requirements: readonly (readonly RequirementResult[])[]
  /** The tests of all reports, with the new indexes. */
  readonly tests: readonly ReportedTest[]
}

const endOf = ({ startedAt, ms }: Exchange): number => startedAt + ms

function withNewIndexes(result: RequirementResult, newIndexes: ReadonlyMap<number, number>): RequirementResult {
  return {
    ...result,
    findings: result.findings.map(({ exchange, ...finding }) => {
      const index = exchange === undefined ? undefined : newIndexes.get(exchange)
      return { ...finding, ...(index !== undefined && { exchange: index }) }
    }),
  }
}

const withNewExchanges = (
  tests: readonly ReportedTest[],
  newIndexes: ReadonlyMap<number, number> | undefined,
): readonly ReportedTest[] =>
  tests
    .map((test) => ({ ...test, exchanges: test.exchanges.flatMap((index) => newIndexes?.get(index) ?? []) }))
    .filter(({ exchanges }) => exchanges.length > 0)

/** Tests in the order of their first exchange, as in the report of a single run. */
const inOrder = (tests: readonly ReportedTest[]): readonly ReportedTest[] =>
  [...tests].sort((a, b) => (a.exchanges[0] ?? 0) - (b.exchanges[0] ?? 0))

/** Gives the exchanges of several reports unique indexes. Like a single run, it numbers them in the order in which they ended. */
export function reindexExchanges(reports: readonly Report[]): ReindexedReports {
  const ordered = reports
    .flatMap(({ exchanges }, reportIndex) => exchanges.map((exchange) => ({ reportIndex, exchange })))
    .sort(
      (a, b) =>
        endOf(a.exchange) - endOf(b.exchange) || a.exchange.index - b.exchange.index || a.reportIndex - b.reportIndex,
    )
  const first = ordered.reduce((least, { exchange }) => Math.min(least, exchange.index), Infinity)
  const newIndexes = reports.map(() => new Map<number, number>())
  const exchanges = ordered.map(({ reportIndex, exchange }, position) => {
    newIndexes[reportIndex]?.set(exchange.index, first + position)
    return { ...exchange, index: first + position }
  })
  return {
    exchanges,
    requirements: reports.map(({ requirements }, reportIndex) =>
      requirements.map((result) => withNewIndexes(result, newIndexes[reportIndex] ?? new Map())),
    ),
    tests: inOrder(reports.flatMap(({ tests = [] }, reportIndex) => withNewExchanges(tests, newIndexes[reportIndex]))),
  }
}
