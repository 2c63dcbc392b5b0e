import { mergeShards, type Report, type RequirementResult } from '#results'
import { exampleReport } from './example-report.fixture.ts'

/** A requirement in a shard that has none of its tests. Why it is skipped or excluded does not depend on the tests. */
function unobserved(result: RequirementResult): RequirementResult {
  if (result.outcome === 'skipped') return result
  const { reason: _, blockedBy: _b, variant: _v, known: _k, waived: _w, more: _m, ...others } = result
  return { ...others, outcome: 'unobserved', findings: [] }
}

/** One of two shards of the run of the example report: every other requirement with its exchanges, and all the rest in the first. */
function shardOf(report: Report, index: 1 | 2): Report {
  const isOwn = (position: number): boolean => position % 2 === index - 1
  const { requirements, exchanges, coverage, ...others } = report
  const shown = new Set(
    requirements
      .filter((_, position) => position % 2 === 1)
      .flatMap(({ findings }) => findings.map(({ exchange }) => exchange)),
  )
  const shard: Report = {
    ...others,
    shards: { count: 2, indexes: [index] },
    requirements: requirements.map((result, position) => (isOwn(position) ? result : unobserved(result))),
    exchanges: exchanges.filter((exchange) => shown.has(exchange.index) === (index === 2)),
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
