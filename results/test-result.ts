import type { Evidence, RequirementId } from '#model'

/** An error as it crosses from the worker: only what survives serialisation and helps a reader. */
export interface TestError {
  readonly name: string
  readonly message: string
  /** The requirement whose breach stopped the test, when the error carries one. */
  readonly requirement?: string
}

/** One finished test. `id` is stable between runs and machines: the module relative to the root, then the full name. */
export interface TestResult {
  readonly id: string
  readonly title: string
  readonly state: 'passed' | 'failed' | 'skipped'
  /** What the test gave as its reason to skip. */
  readonly note?: string
  /** The requirements that the test set out to judge. */
  readonly requirements: readonly RequirementId[]
  readonly evidence: Evidence
  readonly errors: readonly TestError[]
}

/** The evidence of a test that never began. */
export const emptyEvidence = (): Evidence => ({
  assertions: [],
  observed: [],
  exchanges: [],
  steps: [],
  transitions: [],
  undocumentedProperties: [],
  properties: [],
  injectedFaults: [],
})
