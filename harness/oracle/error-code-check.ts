import { errorCode } from '#contract'
import type { OperationId } from '#model'
import type { Contradiction, ObservedCall, ObservedResponse } from './observation.ts'

/** Statuses that a proxy or rate limiter in front of the service may send, with a body of its own format. */
const gatewayStatuses = new Set([403, 407, 429])

/** Compares the code in the body of every rejection with its status, because a target may get the code of only some errors wrong. */
export class ErrorCodeCheck {
  /** Operations with a reported contradiction. */
  readonly #reported = new Set<OperationId>()

  /** Finds a code that differs from the status; at most one for each operation. */
  observe(
    { operation }: Pick<ObservedCall, 'operation'>,
    { status, body }: Pick<ObservedResponse, 'status' | 'body'>,
  ): readonly Contradiction[] {
    const isOwnRejection = status >= 400 && status < 500 && !gatewayStatuses.has(status)
    const code = isOwnRejection ? errorCode(body) : undefined
    if (code === undefined || code === status || this.#reported.has(operation)) return []
    this.#reported.add(operation)
    return [
      {
        requirement: 'errors.code-matches',
        message: 'The code in the error body differs from the HTTP status.',
        at: 'body/*/code',
        expected: String(status),
        actual: String(code),
      },
    ]
  }
}
