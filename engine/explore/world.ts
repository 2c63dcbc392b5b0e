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
import type { Offer, Rule, StepResult } from './commands/command.ts'
import { type KnownServer, Model, type RestStatus } from './model.ts'
import { Transcript } from './output/transcript.ts'
import { describeStep, type Step } from './steps.ts'

/** The target contradicts the model or itself. It ends a life. */
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

/** The target contradicts the model in a way that is known. What it was asked to change is unknown from then on. */
export class KnownViolation extends Error {
  override readonly name = 'KnownViolation'

  constructor(requirement: RequirementId) {
    super(`${requirement} is violated again`)
  }
}

/** Statuses of responses that say nothing about the request: the server is busy, or the service is not available. */
const uninformative = [409, 429, 502, 503, 504]

const isForbiddenBy = ({ kind }: Rule): boolean => kind === 'forbidden'

/** What was promised after a request: a status at rest, and the requirement that says so. */
export interface PromisedStatus {
  readonly status: RestStatus
  readonly requirement: RequirementId
  /** The request, such as `os-stop`, and the timeout that applies. */
  readonly after: string
  readonly name: WaitName
  /** What else the server has to show. */
  readonly condition?: WaitCondition
}

/** What the lives before this one have shown. */
export interface Experience {
  /** Kinds of valid requests that the target has accepted. */
  readonly accepted: ReadonlySet<string>
  /** Requirements whose violations are no news: they do not end a life. */
  readonly ignored: ReadonlySet<RequirementId>
}

/** The target during one life: a client, what is known, and what was done. */
export class World {
  readonly compute: ComputeClient
  readonly offer: Offer
  readonly model = new Model()
  readonly transcript = new Transcript()
  /** Requirements that the model has seen violated, as is known of the target. */
  readonly passedOver = new Set<RequirementId>()
  readonly #experience: Experience

  constructor(compute: ComputeClient, offer: Offer, experience: Experience) {
    this.compute = compute
    this.offer = offer
    this.#experience = experience
  }

  isKnown(requirement: RequirementId): boolean {
    return this.#experience.ignored.has(requirement)
  }

  /** Whether a violation is no news, so that the life goes on; it is remembered then. */
  passesOver(requirement: RequirementId): boolean {
    if (this.isKnown(requirement)) this.passedOver.add(requirement)
    return this.isKnown(requirement)
  }

  /** Records that a step begins. */
  begin(step: Step): void {
    this.compute.evidence.steps.push(describeStep(step))
    this.transcript.step(describeStep(step))
  }

  /** Sends the request of a step and compares its acceptance with the rule. The response counts only where it was accepted. */
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
        this.accuse(rule.requirement, response, {
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
    if (isComparable && requirement !== undefined && !this.passesOver(requirement))
      this.accuse(requirement, response, {
        message: 'A valid request was rejected, and others like it were accepted.',
        at: 'status',
        expected: 'a success (2xx)',
        actual: String(status),
      })
    return 'rejected'
  }

  /** A target that accepts no request of a kind does not offer it, which is the matter of a run of the suites. */
  #hasAccepted(kind: string): boolean {
    return this.#experience.accepted.has(kind) || this.compute.evidence.accepted.includes(kind)
  }

  /** Waits until a server is at rest in the promised status. */
  async reaches(server: KnownServer, promise: PromisedStatus): Promise<void> {
    const { status, requirement, after, name, condition } = promise
    const { id } = server
    const conditions = [inStatus(status), withoutTask, ...(condition ? [condition] : [])]
    const { mismatch, blockedBy, response } = await this.compute.waitForServer(id, { after, name, conditions })
    const isOther = condition?.requirement && inStatus(status).holds(response) && !condition.holds(response)
    const violated = isOther ? condition.requirement : requirement
    const cause = isOther ? violated : (blockedBy ?? requirement)
    if (mismatch && this.passesOver(cause)) throw new KnownViolation(cause)
    this.transcript.wait({ server: id, status })
    if (mismatch && cause !== violated) throw new InconclusiveError(mismatch.message, { blockedBy: cause })
    if (mismatch) this.accuse(violated, response, mismatch)
    this.confirm(requirement)
    server.status = status
  }

  /** Waits until no task is in progress, whatever the status. */
  async rests({ id }: KnownServer, after: string, name: WaitName): Promise<ApiResponse> {
    const { response, mismatch } = await this.compute.waitForServer(id, { after, name, conditions: [withoutTask] })
    if (mismatch) throw new InconclusiveError(mismatch.message)
    return response
  }

  /** Records that the target has kept a promise. */
  confirm(requirement: RequirementId): void {
    const { assertions } = this.compute.evidence
    if (!assertions.some((one) => one.requirement === requirement && !one.finding))
      assertions.push({ requirement, by: 'suite' })
  }

  /** @throws ViolationFound, or KnownViolation where it is no news */
  accuse(requirement: RequirementId, response: ApiResponse, mismatch: Mismatch): never {
    if (this.passesOver(requirement)) throw new KnownViolation(requirement)
    this.compute.recordViolation(requirement, response, mismatch)
    const finding = this.compute.evidence.assertions.at(-1)?.finding
    if (!finding) throw new TypeError('a violation was recorded without a finding')
    throw new ViolationFound(requirement, finding)
  }
}
