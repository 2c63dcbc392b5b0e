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

/** The target during one life: a client, what is known, and what was done. */
export class World {
  readonly compute: ComputeClient
  readonly offer: Offer
  readonly model = new Model()
  readonly transcript = new Transcript()
  /** Kinds of valid requests that the target has accepted in earlier lives. */
  readonly #accepted: ReadonlySet<string>

  constructor(compute: ComputeClient, offer: Offer, accepted: ReadonlySet<string>) {
    this.compute = compute
    this.offer = offer
    this.#accepted = accepted
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
    if (rule.kind === 'legal' && requirement !== undefined && this.#hasAccepted(requestKind(operation, body)))
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
    return this.#accepted.has(kind) || this.compute.evidence.accepted.includes(kind)
  }

  /** Waits until a server is at rest in the promised status. */
  async reaches(server: KnownServer, promise: PromisedStatus): Promise<void> {
    const { status, requirement, after, name, condition } = promise
    const { id } = server
    this.transcript.wait({ server: id, status })
    const conditions = [inStatus(status), withoutTask, ...(condition ? [condition] : [])]
    const result = await this.compute.waitForServer(id, { after, name, conditions })
    const { mismatch, blockedBy, response } = result
    const isOther = mismatch && condition?.requirement && inStatus(status).holds(response) && !condition.holds(response)
    if (isOther && mismatch && condition?.requirement) this.accuse(condition.requirement, response, mismatch)
    if (mismatch && blockedBy !== undefined && blockedBy !== requirement)
      throw new InconclusiveError(mismatch.message, { blockedBy })
    if (mismatch) this.accuse(requirement, response, mismatch)
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

  /** @throws ViolationFound */
  accuse(requirement: RequirementId, response: ApiResponse, mismatch: Mismatch): never {
    this.compute.recordViolation(requirement, response, mismatch)
    const finding = this.compute.evidence.assertions.at(-1)?.finding
    if (!finding) throw new TypeError('a violation was recorded without a finding')
    throw new ViolationFound(requirement, finding)
  }
}
