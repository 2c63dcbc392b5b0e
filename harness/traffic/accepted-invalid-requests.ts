import { isObject, type RequestViolation } from '#contract'
import type { OperationId, RequirementId } from '#model'
import { type Contradiction, exchangeName, isReading, type ObservedResponse } from '../oracle/observation.ts'
import { textAt } from '../oracle/read-attribute.ts'
import { placeholder } from '../redaction/secret-patterns.ts'
import { isAccepted, rememberIn, type TrafficCall } from './rules/traffic-rule.ts'

interface AcceptedCreate {
  readonly requirement: RequirementId
  readonly exchange: number
}

/** Tells whether the recorder replaced the value, so that it is not the one that was sent. */
const isRedacted = (value: unknown): boolean => JSON.stringify(value ?? null).includes(placeholder)

/**
 * Tells whether the document leaves the effect of the request open if it is accepted. A server that is created without a mandatory field
 * still has the values of the other fields.
 */
export const hasUnknownEffect = (operation: OperationId, violations: readonly RequestViolation[]): boolean =>
  violations.some(({ kind, value }) => operation !== 'createServer' || kind !== 'missing' || value !== undefined)

const severalActions: RequestViolation = { requirement: 'actions.one-key', kind: 'value', value: undefined }

/** Returns the violations for which the request must be rejected; each names a requirement that its acceptance violates. */
function requiredRejections({ operation, request, violations }: TrafficCall): readonly RequestViolation[] {
  // A body that is not an object may have been recorded incompletely.
  if (!isObject(request)) return []
  // An unknown action may be one that the document does not describe.
  if (operation === 'actOnServer' && Object.keys(request).length !== 1) return [severalActions]
  return violations.filter(({ value }) => !isRedacted(value))
}

/**
 * Finds invalid requests that a target accepts. The document says that creating a server without a mandatory field fails. An accepted
 * request may still fail later, so it is a violation only once the server is ACTIVE.
 */
export class AcceptedInvalidRequests {
  readonly #creates = new Map<string, AcceptedCreate>()

  observe(call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const { status, body, exchange } = response
    if (!call.isAuthorized || !isAccepted(response)) return []
    if (call.operation === 'showServer') return this.#checkServer(call.resource ?? '', body)
    if (isReading(call.operation)) return []
    const message = 'A request was accepted that must be rejected according to the document.'
    const contradiction = { message, at: 'status', expected: 'a rejection (4xx)', actual: String(status) }
    const id = call.operation === 'createServer' ? textAt(body, 'server/id') : undefined
    return requiredRejections(call).flatMap(({ requirement, kind }) => {
      if (requirement === undefined) return []
      if (id === undefined || kind !== 'missing') return [{ requirement, ...contradiction }]
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
        message: `A server is ACTIVE although its create request must be rejected (${name}).`,
        at: 'body/server/status',
        expected: 'no server, or one in ERROR',
        actual: status,
      },
    ]
  }
}
