import { RequestError, type RequestErrorKind } from '../errors.ts'

/** Returns the message of the innermost error of a failed request: `connect ECONNREFUSED 127.0.0.1:1`. */
function networkReason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  if (cause instanceof AggregateError && cause.errors.length > 0) return networkReason(cause.errors[0])
  const inner = cause.cause instanceof Error ? networkReason(cause.cause) : undefined
  return inner ?? (cause.message || cause.name)
}

/** Returns the code of the innermost error, or its name if it has no code. */
function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return ''
  if ('code' in cause && typeof cause.code === 'string') return cause.code
  if (cause instanceof AggregateError && cause.errors.length > 0) return codeOf(cause.errors[0])
  return cause.cause === undefined ? cause.name : codeOf(cause.cause)
}

/** Connection errors of node:net and node:dns that may be temporary. */
const temporaryErrors = /^(ECONNREFUSED|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN)$/
/** Connection errors that are permanent: unknown names, certificates, protocols, no response to the handshake. */
const permanentErrors =
  /^(ENOTFOUND|EAI_\w+|UND_ERR_CONNECT_TIMEOUT|EPROTO|ERR_TLS_\w+|ERR_SSL_\w+|ERR_OSSL_\w+|\w*CERT\w*|UNABLE_TO_\w+)$/
const timeoutErrors = /^(TimeoutError|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT)$/
const invalidHttpErrors =
  /^(HTTPParserError|HPE_\w+|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|UND_ERR_RES_EXCEEDED_MAX_SIZE)$/
/** Errors that indicate a bug in the suite, which must not be reported as network errors. */
const programmingErrors =
  /^(UND_ERR_(INVALID_ARG|NOT_SUPPORTED|REQ_CONTENT_LENGTH_MISMATCH|DESTROYED|CLOSED)|ERR_INVALID_\w+|TypeError)$/

const tlsHandshakeFailed = /before secure TLS connection was established/
const connectTimedOut = /^connect ETIMEDOUT/
/** The message of undici for a 101 response that was not requested. */
const unexpectedUpgrade = /^bad upgrade$/

/**
 * Converts an error of undici or of our body reader into a RequestError. Errors that are not about the network are returned unchanged.
 * @param request method and URL
 */
export function toRequestError(cause: unknown, request: string, timeoutMs: number, isAborted: boolean): unknown {
  const code = codeOf(cause)
  if (cause instanceof RequestError || programmingErrors.test(code)) return cause
  const reason = networkReason(cause)
  const exceedsLimits = code === 'UND_ERR_HEADERS_OVERFLOW'
  const failed = (kind: RequestErrorKind, description: string, retryAfterMs?: number) =>
    new RequestError(request, kind, description, { cause, retryAfterMs, exceedsLimits })
  if (isAborted) return failed('aborted', 'the run was stopped')
  if (temporaryErrors.test(code)) return failed('unreachable', reason, 0)
  if (permanentErrors.test(code) || tlsHandshakeFailed.test(reason) || connectTimedOut.test(reason))
    return failed('unreachable', reason)
  if (timeoutErrors.test(code)) return failed('timeout', `no complete response within ${timeoutMs / 1000} s`)
  if (invalidHttpErrors.test(code) || unexpectedUpgrade.test(reason))
    return failed('invalid-response', `the response is not valid HTTP (${reason})`)
  return failed('connection-lost', reason, 0)
}
