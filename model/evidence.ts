import type { OperationId } from './operation-ids.ts'
import type { RequirementId } from './requirement-ids.generated.ts'

/** The purpose of a request: to arrange a precondition, to act, to poll a server, or to clean up. */
export type Phase = 'arrange' | 'act' | 'wait' | 'cleanup'

/** One request and its response, with secrets removed and bodies truncated. */
export interface Exchange {
  /** Unique within a run. */
  readonly index: number
  /** Absent for requests to companion services and to undocumented paths. */
  readonly operation?: OperationId
  readonly phase: Phase
  readonly method: string
  readonly url: string
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly requestBody?: string
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** True when a body was truncated. */
  readonly cut?: boolean
  /** When the request was sent: milliseconds since the epoch. */
  readonly startedAt: number
  /** Milliseconds from sending the request to the end of the response. */
  readonly ms: number
}

/** One violation of a requirement, described so that the developers of the target can act on it. */
export interface Finding {
  /** What happened, in one sentence. */
  readonly message: string
  /** `status`, `headers/<name>`, or a JSON pointer into the response such as `body/server/status`. */
  readonly at: string
  readonly expected: string
  readonly actual: string
  /** The step of the test during which it happened. */
  readonly step?: string
  /** Index of the exchange that shows it. */
  readonly exchange?: number
  /** A shell command that repeats the request; the token is `$OS_TOKEN`. */
  readonly curl?: string
}

/** The result of asserting one requirement once; without a finding it passed. */
export interface AssertionResult extends Pick<Finding, 'exchange' | 'curl'> {
  readonly requirement: RequirementId
  /**
   * Asserted by a suite, by validating a response against the OpenAPI description, by comparing it with earlier exchanges of the
   * run (the oracle), or observed while a precondition was arranged or a resource deleted.
   */
  readonly by: 'suite' | 'contract' | 'oracle' | 'fixture'
  readonly finding?: Finding
  /** The accepted interpretation of a contested statement that the target follows; `exchange` and `curl` show it, if one response does. */
  readonly variant?: string
  /**
   * For a rejection: the valid request that the target must accept somewhere in the run, because otherwise the rejection says
   * nothing about the invalid one.
   */
  readonly counterpart?: Counterpart
}

/** A kind of valid request. */
export interface Counterpart {
  /** An operation, with an action after a blank: `createServer`, `actOnServer os-stop`. */
  readonly request: string
  /** The requirement that requests of this kind are accepted. */
  readonly requirement?: RequirementId
  /**
   * True when the rejection is left out where no such request was accepted, as long as there are other assertions of the
   * requirement: one that is about many operations is decided by those that the target has.
   */
  readonly isOptional?: boolean
}

/** A change of a server's status that polling observed. */
export interface ObservedTransition {
  /** Id of the server. */
  readonly server: string
  readonly from: string
  readonly to: string
  /** The request that caused it, such as `create` or `os-stop`. */
  readonly after: string
  /** Milliseconds since that request. */
  readonly ms: number
  readonly taskState?: string | null
}

/**
 * The observations of one test. Plain JSON: it crosses a thread boundary, is merged across shards and written to disk, so
 * secrets and over-long bodies are removed before they are added. The object is created when the test starts and filled
 * while it runs: a timeout loses nothing.
 */
export interface Evidence {
  readonly assertions: AssertionResult[]
  /** Requirements of the OpenAPI description that a response of this test satisfied. */
  readonly observed: RequirementId[]
  readonly exchanges: Exchange[]
  readonly steps: string[]
  readonly transitions: ObservedTransition[]
  /** Properties that the OpenAPI description does not know, as `operation pointer`: `showServer body/server/locked`. */
  readonly undocumentedProperties: string[]
  /** Documented properties that responses contained, as `operation pointer`; for coverage. */
  readonly properties: string[]
  /**
   * Faults that the emulator reported in its responses. Once there is one, the test can no longer pass a requirement.
   */
  readonly injectedFaults: string[]
  /** Why requests had no usable response, one sentence each. A test may go on without the response. */
  readonly failedRequests: string[]
  /** Why what reads show may be out of date, one sentence each: findings about reads and actions decide nothing then. */
  readonly staleReads: string[]
  /** Valid requests that the target accepted, as in `Counterpart.request`. */
  readonly accepted: string[]
  /** Requirements whose last assertion the test has made, even if it has not ended yet. */
  readonly completed: RequirementId[]
  /** Deviations of the target that the run has adapted to, one sentence each. */
  readonly notes: string[]
  /** Why the whole run ended early, one sentence each. */
  readonly errors: string[]
}

/** Returns the evidence of a test that begins. */
export const emptyEvidence = (): Evidence => ({
  assertions: [],
  observed: [],
  exchanges: [],
  steps: [],
  transitions: [],
  undocumentedProperties: [],
  properties: [],
  injectedFaults: [],
  failedRequests: [],
  staleReads: [],
  accepted: [],
  completed: [],
  notes: [],
  errors: [],
})

/**
 * Names of the errors that can end a test without a bug in the suite. Errors cross the thread boundary as plain data,
 * so the report recognizes them by name; any other name means a bug.
 */
export const testErrorNames = {
  /** A requirement is violated. */
  nonconformance: 'NonconformanceError',
  /** A precondition was not met. */
  inconclusive: 'InconclusiveError',
  /** A request had no usable response; inconclusive, too. */
  request: 'RequestError',
} as const
