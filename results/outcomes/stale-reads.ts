import type { AssertionResult, Exchange } from '#model'
import type { TestResult } from '../test-result.ts'

/** A run whose reads may be outdated. */
export interface StaleReads {
  readonly reason: string
  /** Indexes of the exchanges that depend on it. */
  readonly exchanges: ReadonlySet<number>
}

/** Tells whether an operation shows the same in every state of a tenant: flavors, zones and versions do. */
const isConstant = (url: string): boolean => !/\/(?:servers|os-keypairs|os-server-groups|volumes|images)\b/.test(url)

/** Tells whether an exchange depends on reads: it is one, or is about a resource that is expected to exist in the state that was read. */
const dependsOnReads = ({ method, url }: Exchange): boolean =>
  !isConstant(url) && (method === 'GET' || /\/(?:servers|os-keypairs|os-server-groups)\/[^/]+/.test(url))

/** Tells whether reads of a run may be out of date, and which exchanges depend on it; undefined when nothing says so. */
export function staleReadsOf(tests: readonly TestResult[]): StaleReads | undefined {
  const [reason] = tests.flatMap(({ evidence }) => evidence.staleReads)
  if (reason === undefined) return undefined
  const exchanges = tests.flatMap(({ evidence }) => evidence.exchanges).filter(dependsOnReads)
  return { reason, exchanges: new Set(exchanges.map(({ index }) => index)) }
}

/** Tells whether a finding may be about a state that is out of date: the form of a response is wrong in any state. */
export const mayBeStale = ({ by, finding }: AssertionResult, { exchanges }: StaleReads): boolean =>
  by !== 'contract' && finding?.exchange !== undefined && exchanges.has(finding.exchange)
