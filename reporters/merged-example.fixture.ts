import { mergeShards, type Report, type RequirementResult } from '#results'
import { exampleReport } from './example-report.fixture.ts'

/**
 * Returns a requirement in a shard that has none of its tests. Why it is skipped or excluded does not depend on the
 * tests.
 */
function unobserved(result: RequirementResult): RequirementResult {
  if (result.outcome === 'skipped') return result
  const { reason: _, blockedBy: _b, variant: _v, known: _k, waived: _w, more: _m, ...others } = result
  return { ...others, outcome: 'unobserved', findings: [] }
}

/** The exchanges from here on were made by the tests of the second shard. */
const firstOfSecond = 7

/**
 * Returns which of the two shards verifies a requirement: the one whose exchanges show its failure, or else each every
 * other one.
 */
const shardFor = ({ findings: [finding] }: RequirementResult, position: number): 1 | 2 => {
  const isSecond = finding ? (finding.exchange ?? 0) >= firstOfSecond : position % 2 === 1
  return isSecond ? 2 : 1
}

/**
 * Returns one of two shards of the run of the example report, with its requirements and exchanges. The first one has
 * all the rest.
 */
function shardOf(report: Report, index: 1 | 2): Report {
  const { requirements, exchanges, tests = [], coverage, ...others } = report
  const isOwn = (exchange: number): boolean => exchange >= firstOfSecond === (index === 2)
  const shard: Report = {
    ...others,
    shards: { count: 2, indexes: [index] },
    requirements: requirements.map((result, position) =>
      shardFor(result, position) === index ? result : unobserved(result),
    ),
    exchanges: exchanges.filter((exchange) => isOwn(exchange.index)),
    tests: tests.filter((test) => test.exchanges.some(isOwn)),
    coverage,
  }
  return index === 1
    ? shard
    : {
        ...shard,
        runId: `${report.runId}b`,
        requests: 0,
        transitions: [],
        errors: [],
        notes: [],
        resources: { created: {}, peakServers: 0, serverSeconds: 0, leaked: [] },
        coverage: {
          ...coverage,
          operations: Object.fromEntries(Object.keys(coverage.operations).map((operation) => [operation, 0])),
          statuses: {},
          queryParameters: {},
        },
      }
}

/** The example report as `merge` makes it from two shards. Only its run id, that of both shards, is set to that of the original. */
export const mergedExampleReport: Report = {
  ...mergeShards([shardOf(exampleReport, 2), shardOf(exampleReport, 1)]),
  runId: exampleReport.runId,
}
