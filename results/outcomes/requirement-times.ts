import type { RequirementResult } from '../report.ts'
import type { TestResult } from '../test-result.ts'

/**
 * Returns the time of a test from its first request to its last response, in milliseconds: what a test waits for
 * before, a server that others use, is not its time.
 */
function timeOf({ evidence }: TestResult): number {
  if (evidence.exchanges.length === 0) return 0
  const start = Math.min(...evidence.exchanges.map(({ startedAt }) => startedAt))
  return Math.max(...evidence.exchanges.map(({ startedAt, ms }) => startedAt + ms)) - start
}

/**
 * Returns the results with the time that the tests of each requirement took, in milliseconds. A test's time is divided among the
 * requirements that it verifies, so that the times add up to those of the tests. Tests run at the same time: the sum exceeds the duration
 * of the run.
 */
export function withTimes(
  results: readonly RequirementResult[],
  tests: readonly TestResult[],
): readonly RequirementResult[] {
  const times = new Map<string, number>()
  for (const test of tests) {
    const share = Math.round(timeOf(test) / test.requirements.length)
    for (const id of test.requirements) times.set(id, (times.get(id) ?? 0) + share)
  }
  return results.map((result) => {
    const ms = times.get(result.id) ?? 0
    return ms > 0 && !result.off ? { ...result, ms } : result
  })
}
