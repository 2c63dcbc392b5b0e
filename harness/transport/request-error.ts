import { InconclusiveError } from '../errors.ts'

/**
 * Why a request has no answer to judge by. `unreachable`: it was never sent. `lost`: the connection broke. `late`: the time was
 * up. `unfit`: what came breaks HTTP or our limits. `busy`: somebody asks to come again later, or something in front of the
 * target answered in its place. `spent`: the run's token is not taken any more. `stopped`: we did not want it any more.
 */
export type RequestErrorKind = 'unreachable' | 'lost' | 'late' | 'unfit' | 'busy' | 'spent' | 'stopped'

/** A request without an answer to judge by. The network is not the API: this accuses nobody. */
export class RequestError extends InconclusiveError {
  /** In a few words, such as `connect ECONNREFUSED 127.0.0.1:1`. */
  readonly reason: string
  readonly kind: RequestErrorKind
  /** Whether the target may have done what was asked. */
  readonly mayHaveTakenEffect: boolean
  /** Milliseconds after which the same may go well; undefined when there is no hope. */
  readonly retryAfterMs: number | undefined

  /** `what`: the request in words. */
  constructor(
    what: string,
    reason: string,
    trouble: RequestErrorKind,
    options: { readonly cause?: unknown; readonly mayHaveActed?: boolean; readonly againIn?: number | undefined } = {},
  ) {
    const told = trouble === 'unfit' ? 'has no usable answer' : 'was not answered'
    super(`${what} ${told}: ${reason}.`, options.cause === undefined ? {} : { cause: options.cause })
    this.reason = reason
    this.kind = trouble
    this.mayHaveTakenEffect = options.mayHaveActed ?? trouble !== 'unreachable'
    this.retryAfterMs = options.againIn
  }
}

/** The reason of a failed request in a few words: `connect ECONNREFUSED 127.0.0.1:1`. */
export function networkReason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  if (cause instanceof AggregateError && cause.errors.length > 0) return networkReason(cause.errors[0])
  const inner = cause.cause instanceof Error ? networkReason(cause.cause) : undefined
  return inner ?? (cause.message || cause.name)
}

function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return ''
  if ('code' in cause && typeof cause.code === 'string') return cause.code
  if (cause instanceof AggregateError && cause.errors.length > 0) return codeOf(cause.errors[0])
  return cause.cause === undefined ? cause.name : codeOf(cause.cause)
}

/** Codes of node:net, node:dns and undici for a connection that did not come about, but may the next time. */
const notNow = /^(ECONNREFUSED|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN)$/
/** Those for one that will not: unknown names, certificates, protocols, silence. */
const never =
  /^(ENOTFOUND|EAI_\w+|UND_ERR_CONNECT_TIMEOUT|EPROTO|ERR_TLS_\w+|ERR_SSL_\w+|ERR_OSSL_\w+|\w*CERT\w*|UNABLE_TO_\w+)$/
const late = /^(TimeoutError|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT)$/
const misshapen =
  /^(HTTPParserError|HPE_\w+|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|UND_ERR_RES_EXCEEDED_MAX_SIZE)$/
/** Mistakes of ours, which are not to be told as the network's. */
const ours =
  /^(UND_ERR_(INVALID_ARG|NOT_SUPPORTED|REQ_CONTENT_LENGTH_MISMATCH|DESTROYED|CLOSED)|ERR_INVALID_\w+|TypeError)$/

const tlsBegan = /before secure TLS connection was established/

/** What an error of the connection means. `what` is the request in words, `within` the time it had (ms). */
export function toRequestError(cause: unknown, what: string, within: number, isStopped: boolean): unknown {
  const code = codeOf(cause)
  if (cause instanceof RequestError || ours.test(code)) return cause
  const reason = networkReason(cause)
  const unanswered = (why: string, trouble: RequestErrorKind, againIn?: number) =>
    new RequestError(what, why, trouble, { cause, againIn })
  if (isStopped) return unanswered('the run was stopped', 'stopped')
  if (notNow.test(code)) return unanswered(reason, 'unreachable', 0)
  if (never.test(code) || tlsBegan.test(reason) || /^connect ETIMEDOUT/.test(reason))
    return unanswered(reason, 'unreachable')
  if (late.test(code)) return unanswered(`no whole answer within ${within / 1000} s`, 'late')
  if (misshapen.test(code)) return unanswered(`it is no proper HTTP (${reason})`, 'unfit')
  return unanswered(reason, 'lost', 0)
}
