/** The result of an exploration, and sequences to repeat. */
import type { Evidence, Finding, RequirementId } from '#model'
import type { CoveredTransition } from './coverage.ts'
import type { Transcript } from './output/transcript.ts'
import type { Step } from './steps.ts'

/** A sequence to repeat. The members are those of the file of `--replay`. */
export interface Sequence {
  readonly steps: readonly Step[]
  /** Kinds of valid requests that the target accepts: only for those a rejection is a violation. */
  readonly accepted: readonly string[]
  /** Requirements with known violations, which must not end the sequence before its last step. */
  readonly passedOver: readonly RequirementId[]
}

/** A violation with the shortest known sequence that shows it. */
export interface ExploredViolation {
  readonly requirement: RequirementId
  readonly finding: Finding
  readonly steps: readonly Step[]
  /** Requirements with known violations that the steps show, too. */
  readonly passedOver: readonly RequirementId[]
  /** The evidence of the last walk that showed it. */
  readonly evidence: Evidence
  readonly transcript: Transcript
  /** The number of steps before shortening. */
  readonly originalLength: number
  /** Milliseconds from the start of the exploration to its first occurrence. */
  readonly foundAfterMs: number
}

/** The result of an exploration. */
export interface Exploration {
  readonly violations: readonly ExploredViolation[]
  readonly coverage: readonly CoveredTransition[]
  readonly walks: number
  readonly steps: number
  readonly requests: number
  /** Everything that was observed, apart from violations. */
  readonly evidence: Evidence
  readonly errors: readonly string[]
}
