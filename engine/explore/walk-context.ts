import type { ApiResponse, ComputeClient, Mismatch } from '#harness/core'
import type { RequirementId } from '#model'
import type { ExploreCapabilities } from './commands/command.ts'
import { Model } from './model.ts'
import { Transcript } from './output/transcript.ts'
import { describeStep, type Step } from './steps.ts'
import { KnownViolation, ViolationFound } from './violation-errors.ts'

/** Results of the walks before this one. */
export interface EarlierResults {
  /** Kinds of valid requests that the target has accepted. */
  readonly accepted: ReadonlySet<string>
  /** Requirements whose violations are known, or out of scope: they do not end a walk. */
  readonly ignored: ReadonlySet<RequirementId>
}

/** The state that the steps of one walk share: the client, the model, the transcript, and the known violations. */
export class WalkContext {
  readonly compute: ComputeClient
  readonly capabilities: ExploreCapabilities
  readonly model = new Model()
  readonly transcript = new Transcript()
  /** Requirements whose known violations this walk has met. */
  readonly knownViolations = new Set<RequirementId>()
  readonly #earlier: EarlierResults

  constructor(compute: ComputeClient, capabilities: ExploreCapabilities, earlier: EarlierResults) {
    this.compute = compute
    this.capabilities = capabilities
    this.#earlier = earlier
  }

  isKnown(requirement: RequirementId): boolean {
    return this.#earlier.ignored.has(requirement)
  }

  /** Returns whether a violation is known, so that the walk continues, and records it in `knownViolations` if so. */
  noteIfKnown(requirement: RequirementId): boolean {
    const isKnown = this.isKnown(requirement)
    if (isKnown) this.knownViolations.add(requirement)
    return isKnown
  }

  /** Adds a step to the evidence and to the transcript. */
  begin(step: Step): void {
    this.compute.evidence.steps.push(describeStep(step))
    this.transcript.step(describeStep(step))
  }

  /**
   * Tells whether the target has accepted a request of this kind. The suites report a target that accepts none; an
   * exploration compares nothing with it.
   */
  hasAccepted(kind: string): boolean {
    return this.#earlier.accepted.has(kind) || this.compute.evidence.accepted.includes(kind)
  }

  /** Records that a response satisfied a requirement. */
  recordPass(requirement: RequirementId): void {
    const { assertions } = this.compute.evidence
    if (!assertions.some((one) => one.requirement === requirement && !one.finding))
      assertions.push({ requirement, by: 'suite' })
  }

  /** Records a violation and ends the step. @throws ViolationFound, or KnownViolation where it is known */
  failStep(requirement: RequirementId, response: ApiResponse, mismatch: Mismatch): never {
    if (this.noteIfKnown(requirement)) throw new KnownViolation(requirement)
    this.compute.recordViolation(requirement, response, mismatch)
    const finding = this.compute.evidence.assertions.at(-1)?.finding
    if (!finding) throw new TypeError('a violation was recorded without a finding')
    throw new ViolationFound(requirement, finding)
  }
}
