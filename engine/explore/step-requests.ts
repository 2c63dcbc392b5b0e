/** The requests of steps, and the waits for their effects. */
import {
  type ApiResponse,
  acceptanceOf,
  type CallOptions,
  InconclusiveError,
  inStatus,
  isQuotaRejection,
  requestKind,
  type WaitCondition,
  type WaitName,
  withoutTask,
} from '#harness/core'
import type { OperationId, RequirementId } from '#model'
import type { Rule, StepResult } from './commands/command.ts'
import type { KnownServer, RestStatus } from './model.ts'
import { KnownViolation } from './violation-errors.ts'
import type { WalkContext } from './walk-context.ts'

/** Statuses that do not show whether the request is valid: the server is busy, or the service is not available. */
const uninformative = [409, 429, 502, 503, 504]

const isForbiddenBy = ({ kind }: Rule): boolean => kind === 'forbidden'

/**
 * Sends the request of a step and compares its acceptance with the rule.
 * @throws ViolationFound, or KnownViolation
 */
export async function sendRequest(
  context: WalkContext,
  rule: Rule,
  operation: OperationId,
  call: CallOptions,
): Promise<{ readonly response: ApiResponse; readonly result: StepResult }> {
  const isForbidden = isForbiddenBy(rule)
  const mayBeRejected = rule.kind !== 'legal'
  const response = await context.compute.call(operation, { ...call, isInvalid: isForbidden, mayBeRejected })
  context.transcript.request(response.exchange)
  return { response, result: resultOf(context, rule, { operation, body: call.body }, response) }
}

/** Compares the acceptance of a request with its rule. */
function resultOf(
  context: WalkContext,
  rule: Rule,
  { operation, body }: { readonly operation: OperationId; readonly body: unknown },
  response: ApiResponse,
): StepResult {
  const { status } = response
  if (response.isSuccess) {
    if (rule.kind === 'forbidden')
      context.failStep(rule.requirement, response, {
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
  const isComparable = rule.kind === 'legal' && context.hasAccepted(requestKind(operation, body))
  if (isComparable && requirement !== undefined && !context.noteIfKnown(requirement))
    context.failStep(requirement, response, {
      message: 'A valid request was rejected, although others like it were accepted.',
      at: 'status',
      expected: 'a success (2xx)',
      actual: String(status),
    })
  return 'rejected'
}

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

/**
 * Waits until a server has the promised status and no task in progress, and updates the model.
 * @throws ViolationFound, KnownViolation, or InconclusiveError where another requirement prevented it
 */
export async function awaitStatus(context: WalkContext, server: KnownServer, promise: PromisedStatus): Promise<void> {
  const { status, requirement, after, name, condition } = promise
  const { id } = server
  const conditions = [inStatus(status), withoutTask, ...(condition ? [condition] : [])]
  const { mismatch, blockedBy, response } = await context.compute.waitForServer(id, { after, name, conditions })
  const isOther = condition?.requirement && inStatus(status).holds(response) && !condition.holds(response)
  const violated = isOther ? condition.requirement : requirement
  const cause = isOther ? violated : (blockedBy ?? requirement)
  if (mismatch && context.noteIfKnown(cause)) throw new KnownViolation(cause)
  context.transcript.wait({ server: id, status })
  if (mismatch && cause !== violated) throw new InconclusiveError(mismatch.message, { blockedBy: cause })
  if (mismatch) context.failStep(violated, response, mismatch)
  context.recordPass(requirement)
  server.status = status
}

/**
 * Waits until no task is in progress, whatever the status.
 * @throws InconclusiveError when that takes too long
 */
export async function awaitIdle(
  { compute }: WalkContext,
  { id }: KnownServer,
  { after, name }: Pick<PromisedStatus, 'after' | 'name'>,
): Promise<ApiResponse> {
  const { response, mismatch } = await compute.waitForServer(id, { after, name, conditions: [withoutTask] })
  if (mismatch) throw new InconclusiveError(mismatch.message)
  return response
}
