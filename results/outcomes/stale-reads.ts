import type { AssertionResult } from '#model'
import type { TestResult } from '../test-result.ts'

/** That reads of a run may be out of date. */
export interface StaleReads {
  readonly reason: string
  /** Indexes of the exchanges that are reads. */
  readonly reads: ReadonlySet<number>
}

/** Whether reads of a run may be out of date, and which exchanges are reads; undefined when nothing says so. */
export function staleReadsOf(tests: readonly TestResult[]): StaleReads | undefined {
  const [reason] = tests.flatMap(({ evidence }) => evidence.staleReads)
  if (reason === undefined) return undefined
  const exchanges = tests.flatMap(({ evidence }) => evidence.exchanges)
  return { reason, reads: new Set(exchanges.filter(({ method }) => method === 'GET').map(({ index }) => index)) }
}

/** Whether a finding may be about a state that is out of date: the form of a response is wrong in any state. */
export const mayBeStale = ({ by, finding }: AssertionResult, { reads }: StaleReads): boolean =>
  by !== 'contract' && finding?.exchange !== undefined && reads.has(finding.exchange)
