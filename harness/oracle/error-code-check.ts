import { errorCode } from '#contract'
import type { OperationId } from '#model'
import type { Contradiction, ObservedCall, ObservedResponse } from './observation.ts'

/** Statuses of errors that something in front of the service may send in its own form: a proxy, a rate limit. */
const sentByOthers = new Set([403, 407, 429])

/** Compares the code in the body of every rejection with its status: the code of one kind of error may be wrong alone. */
export class ErrorCodeCheck {
  /** Operations whose code was reported. */
  readonly #reported = new Set<OperationId>()

  /** A code that differs; reported once for each operation. */
  observe(
    { operation }: Pick<ObservedCall, 'operation'>,
    { status, body }: Pick<ObservedResponse, 'status' | 'body'>,
  ): readonly Contradiction[] {
    const isOwnRejection = status >= 400 && status < 500 && !sentByOthers.has(status)
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
