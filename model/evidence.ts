import type { Exchange } from './exchange.ts'
import type { Finding } from './finding.ts'
import type { RequirementId } from './requirement-ids.generated.ts'

/** One requirement asserted once. `variant` names the accepted interpretation of a contested statement that the target follows. */
export interface AssertionResult {
  readonly requirement: RequirementId
  readonly by: 'suite' | 'contract'
  readonly finding?: Finding
  readonly variant?: string
}

/** A status change of a server that polling observed. `after` is the request that caused it; `ms` the time since that request. */
export interface ObservedTransition {
  readonly server: string
  readonly from: string
  readonly to: string
  readonly after: string
  readonly ms: number
  readonly taskState?: string | null
}

/**
 * Everything one test leaves behind. Plain JSON only: it crosses a thread boundary, is merged across shards and is written to
 * disk; secrets and over-long bodies are removed before anything gets here. It is assigned first and filled as the test runs,
 * so that a timeout loses nothing.
 */
export interface Evidence {
  readonly assertions: AssertionResult[]
  /** Requirements whose schema node received data and was satisfied during this test. */
  readonly observed: RequirementId[]
  readonly exchanges: Exchange[]
  readonly steps: string[]
  readonly transitions: ObservedTransition[]
  /** Properties the target sent that the contract does not know: `showServer body/server/locked`. */
  readonly undocumentedProperties: string[]
  /** Documented properties that were seen, as `operation pointer`; for coverage. */
  readonly properties: string[]
  /** Faults that responses of the emulator reported; from the first of them on, the test cannot pass a requirement. */
  readonly injectedFaults: string[]
  /** What cut the whole run short, one sentence each. */
  readonly errors?: string[]
}
