import {
  type ApiResponse,
  acceptanceOf,
  type CallOptions,
  type ComputeClient,
  InconclusiveError,
  inStatus,
  isQuotaRejection,
  type Mismatch,
  requestKind,
  type WaitCondition,
  type WaitName,
  withoutTask,
} from '#harness/core'
import type { Finding, OperationId, RequirementId } from '#model'
import type { ExploreCapabilities, Rule, StepResult } from './commands/command.ts'
import { type KnownServer, Model, type RestStatus } from './model.ts'
import { Transcript } from './output/transcript.ts'
import { describeStep, type Step } from './steps.ts'

/** A response contradicts the model or an earlier response. Ends the walk. */
export class ViolationFound extends Error {
  override readonly name = 'ViolationFound'
  readonly requirement: RequirementId
  readonly finding: Finding

  constructor(requirement: RequirementId, finding: Finding) {
    super(finding.message)
    this.requirement = requirement
    this.finding = finding
  }
}

/** A violation that is known already. Does not end the walk, but the state of the resource that the step was about is unknown from then on. */
export class KnownViolation extends Error {
  override readonly name = 'KnownViolation'

  constructor(requirement: RequirementId) {
    super(`${requirement} is violated again`)
  }
}

/** Statuses that do not show whether the request is valid: the server is busy, or the service is not available. */
const uninformative = [409, 429, 502, 503, 504]

const isForbiddenBy = ({ kind }: Rule): boolean => kind === 'forbidden'

/** The status that a server must have, with no task in progress, after a request; and the requirement that says so. */
export interface PromisedStatus {
  readonly status: RestStatus
  readonly requirement: RequirementId
  /** The request, such as `os-stop`, and the timeout that applies. */
  readonly after: string
  readonly name: WaitName
  /** A further condition on the server. */
  readonly condition?: WaitCondition
}

/** Results of the walks before this one. */
export interface EarlierResults {
  /** Kinds of valid requests that the target has accepted. */
  readonly accepted: ReadonlySet<string>
  /** Requirements whose violations are known, or out of scope: they do not end a walk. */
  readonly ignored: ReadonlySet<RequirementId>
}

/** The state of one walk: the client, the model, and the transcript. */
export class World {
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
   * Sends the request of a step and compares its acceptance with the rule.
   * @throws ViolationFound, or KnownViolation
   */
  async send(
    rule: Rule,
    operation: OperationId,
    call: CallOptions,
  ): Promise<{ readonly response: ApiResponse; readonly result: StepResult }> {
    const isForbidden = isForbiddenBy(rule)
    const mayBeRejected = rule.kind !== 'legal'
    const response = await this.compute.call(operation, { ...call, isInvalid: isForbidden, mayBeRejected })
    this.transcript.request(response.exchange)
    return { response, result: this.#resultOf(rule, operation, call, response) }
  }

  #resultOf(rule: Rule, operation: OperationId, { body }: CallOptions, response: ApiResponse): StepResult {
    const { status } = response
    if (response.isSuccess) {
      if (rule.kind === 'forbidden')
        this.failStep(rule.requirement, response, {
          message: 'A request that the state of the resource does not allow was accepted.',
          at: 'status',
          expected: 'a rejection (4xx)',
          actual: String(status),
        })
      return 'accepted'
    }
    const isExpected = isForbiddenBy(rule) && status >= 400 && status < 500
    if (!isExpected && (uninformative.includes(status) || isQuotaRejection(response))) return 'busy'
    const requirement = acceptanceOf(operation, body)
    const isComparable = rule.kind === 'legal' && this.#hasAccepted(requestKind(operation, body))
    if (isComparable && requirement !== undefined && !this.noteIfKnown(requirement))
      this.failStep(requirement, response, {
        message: 'A valid request was rejected, although others like it were accepted.',
        at: 'status',
        expected: 'a success (2xx)',
        actual: String(status),
      })
    return 'rejected'
  }

  /**
   * Tells whether the target has accepted a request of this kind. The suites report a target that accepts none; an
   * exploration compares nothing with it.
   */
  #hasAccepted(kind: string): boolean {
    return this.#earlier.accepted.has(kind) || this.compute.evidence.accepted.includes(kind)
  }

  /**
   * Waits until a server has the promised status and no task in progress, and updates the model.
   * @throws ViolationFound, KnownViolation, or InconclusiveError where another requirement prevented it
   */
  async awaitStatus(server: KnownServer, promise: PromisedStatus): Promise<void> {
    const { status, requirement, after, name, condition } = promise
    const { id } = server
    const conditions = [inStatus(status), withoutTask, ...(condition ? [condition] : [])]
    const { mismatch, blockedBy, response } = await this.compute.waitForServer(id, { after, name, conditions })
    const isOther = condition?.requirement && inStatus(status).holds(response) && !condition.holds(response)
    const violated = isOther ? condition.requirement : requirement
    const cause = isOther ? violated : (blockedBy ?? requirement)
    if (mismatch && this.noteIfKnown(cause)) throw new KnownViolation(cause)
    this.transcript.wait({ server: id, status })
    if (mismatch && cause !== violated) throw new InconclusiveError(mismatch.message, { blockedBy: cause })
    if (mismatch) this.failStep(violated, response, mismatch)
    this.recordPass(requirement)
    server.status = status
  }

  /** Waits until no task is in progress, whatever the status. @throws InconclusiveError when that takes too long */
  async awaitIdle({ id }: KnownServer, after: string, name: WaitName): Promise<ApiResponse> {
    const { response, mismatch } = await this.compute.waitForServer(id, { after, name, conditions: [withoutTask] })
    if (mismatch) throw new InconclusiveError(mismatch.message)
    return response
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
