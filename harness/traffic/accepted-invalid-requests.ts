import type { RequestViolation } from '#contract'
import type { OperationId, RequirementId } from '#model'
import { type Contradiction, exchangeName, isReading, type ObservedResponse } from '../oracle/observation.ts'
import { textAt } from '../oracle/read-attribute.ts'
import { placeholder } from '../redaction/secret-patterns.ts'
import { isAccepted, rememberIn, type TrafficCall } from './rules/traffic-rule.ts'

interface AcceptedCreate {
  readonly requirement: RequirementId
  readonly exchange: number
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a recording has something else in its place than what was sent. */
const isRedacted = (value: unknown): boolean => JSON.stringify(value ?? null).includes(placeholder)

/** Whether the document leaves open what an accepted request does: a server without a mandatory field is as the other fields say. */
export const hasUnknownEffect = (operation: OperationId, violations: readonly RequestViolation[]): boolean =>
  violations.some(({ kind, value }) => operation !== 'createServer' || kind !== 'missing' || value !== undefined)

const severalActions: RequestViolation = { requirement: 'actions.one-key', kind: 'value', value: undefined }

/** The requirements that a request is rejected, each of which its acceptance violates. */
function requiredRejections({ operation, request, violations }: TrafficCall): readonly RequestViolation[] {
  // A body that is no object may be one that was not recorded as a whole.
  if (!isObject(request)) return []
  // An unknown action may be one that the document leaves out.
  if (operation === 'actOnServer' && Object.keys(request).length !== 1) return [severalActions]
  return violations.filter(({ value }) => !isRedacted(value))
}

/**
 * Finds invalid requests that a target accepts. By the document a create without a mandatory field does not succeed: one that is accepted may
 * still fail, and counts once the server is ACTIVE.
 */
export class AcceptedInvalidRequests {
  readonly #creates = new Map<string, AcceptedCreate>()

  observe(call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const { status, body, exchange } = response
    if (!call.isAuthorized || !isAccepted(response)) return []
    if (call.operation === 'showServer') return this.#checkServer(call.resource ?? '', body)
    if (isReading(call.operation)) return []
    const message = 'A request was accepted that the document wants rejected.'
    const accusation = { message, at: 'status', expected: 'a rejection (4xx)', actual: String(status) }
    const id = call.operation === 'createServer' ? textAt(body, 'server/id') : undefined
    return requiredRejections(call).flatMap(({ requirement, kind }) => {
      if (requirement === undefined) return []
      if (id === undefined || kind !== 'missing') return [{ requirement, ...accusation }]
      rememberIn(this.#creates, id, { requirement, exchange })
      return []
    })
  }

  #checkServer(id: string, body: unknown): readonly Contradiction[] {
    const create = this.#creates.get(id)
    const status = textAt(body, 'server/status')
    if (create === undefined || status !== 'ACTIVE') return []
    this.#creates.delete(id)
    const name = exchangeName(create.exchange)
    return [
      {
        requirement: create.requirement,
        message: `A server is ACTIVE although the request for it has to be rejected (${name}).`,
        at: 'body/server/status',
        expected: 'no server, or one in ERROR',
        actual: status,
      },
    ]
  }
}
