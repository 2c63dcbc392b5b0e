import type { Evidence, RequirementId } from '#model'

/** An error of a test, reduced to what can be serialized. */
export interface TestError {
  readonly name: string
  readonly message: string
  /** The requirement whose failed assertion ended the test. */
  readonly requirement?: string
  /** The requirement whose violation made a precondition fail. */
  readonly blockedBy?: string
}

/** One finished test. */
export interface TestResult {
  /** Stable between runs and machines: the path of the module relative to the root, then the full name of the test. */
  readonly id: string
  readonly title: string
  readonly state: 'passed' | 'failed' | 'skipped'
  /** The reason that a skipped test gave. */
  readonly note?: string
  /** The requirements that the test verifies, as listed in `verifies(…)`. */
  readonly requirements: readonly RequirementId[]
  /** The requirements among them that the test leaves out where the target lacks a capability that they need. */
  readonly whereAvailable?: readonly RequirementId[]
  readonly evidence: Evidence
  readonly errors: readonly TestError[]
}
