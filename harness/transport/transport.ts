import type { Dispatcher } from 'undici'
import { type MonotonicClock, monotonicClock } from '../clock.ts'
import { RequestError } from '../errors.ts'
import { type ConnectionOptions, Connections, wasReused } from './connections.ts'
import { createDeadline } from './deadline.ts'
import { withoutGatewayPages } from './gateway-pages.ts'
import { describeRequest, type RawRequest, type SendRequest } from './http-message.ts'
import { toRequestError } from './network-error.ts'
import { withPacing } from './pacing.ts'
import { withoutRepeatedResponses } from './repeated-responses.ts'
import { requestShape } from './request-shape.ts'
import { readBody } from './response-body.ts'
import { withRetry } from './retry.ts'
import { withHedgedReads } from './stalled-reads.ts'

/** Connections to a target. */
export interface Transport {
  readonly send: SendRequest
  /** Closes the connections once pending requests have ended. */
  close(): Promise<void>
}

/** Settings of a transport that are known only to a run, and the events that it reports. */
export interface TransportOptions {
  /** URLs of services that have responded before, so that they are waited for if they do not respond at first. */
  readonly respondedUrls?: readonly string[]
  /** Called when a request waits because the service limits the rate. */
  readonly onRateLimit?: () => void
  /** Called when a retry got a different response than the first attempt, whose response a gateway may have sent. */
  readonly onPassingResponse?: () => void
}

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH'] as const
const methodOf = (name: string): Dispatcher.HttpMethod => methods.find((method) => method === name) ?? 'GET'

const trimmed = (values: string | readonly string[]): readonly string[] => [values].flat().map((one) => one.trim())

/** Blanks around the value of a header are no part of it (RFC 9112, section 5.1). undici keeps those at its end. */
const normalizeHeaders = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), trimmed(value).join(', ')]],
    ),
  )

/** Tells whether a request may be sent again as soon as its open connection turns out to be closed. */
const isRead = ({ method }: RawRequest): boolean => method === 'GET' || method === 'HEAD'

/** Sends a request on an open connection if `reuse` is true, otherwise on a new one. */
function dispatch(
  connections: Connections,
  { method, url: address, headers, body }: RawRequest,
  { timeoutMs, signal, reuse }: { readonly timeoutMs: number; readonly signal: AbortSignal; readonly reuse: boolean },
): Promise<Dispatcher.ResponseData> {
  const url = new URL(address)
  return connections.dispatcherFor(url, reuse).request({
    origin: url.origin,
    path: url.pathname + url.search,
    method: methodOf(method),
    headers: { ...headers },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    signal,
    ...(body === undefined ? {} : { body }),
  })
}

/**
 * Returns a function that sends a request without any retry, apart from a read whose open connection turned out to be closed. `reused`: the
 * requests that may be sent on open connections.
 */
function singleAttempts(connections: Connections, requestTimeoutMs: number, reused: 'all' | 'reads'): SendRequest {
  return async (request, signal) => {
    const { timeoutMs = requestTimeoutMs } = request
    const shape = requestShape(request)
    await connections.beginRequest()
    const startedAt = Date.now()
    const start = performance.now()
    const deadline = createDeadline(timeoutMs, signal)
    let isResponse = false
    const attempt = (reuse: boolean) => dispatch(connections, request, { timeoutMs, signal: deadline.signal, reuse })
    try {
      const response = await attempt(isRead(request) || reused === 'all').catch((cause: unknown) => {
        if (!isRead(request) || !wasReused(cause)) throw cause
        return attempt(false)
      })
      isResponse = true
      const received = normalizeHeaders(response.headers)
      const { text, isUtf8 } = await readBody(response.body, received['content-encoding'], describeRequest(request))
      return { status: response.statusCode, headers: received, text, isUtf8, startedAt, ms: performance.now() - start }
    } catch (cause) {
      const error = toRequestError(cause, describeRequest(request), timeoutMs, signal?.aborted === true)
      const isLost = !isResponse && error instanceof RequestError && error.kind === 'connection-lost'
      if (isLost) connections.recordLost(shape, cause)
      throw error
    } finally {
      connections.endRequest(shape, isResponse)
      deadline.clear()
    }
  }
}

/**
 * Creates a transport with its own connections, response limits and retries. `requestTimeoutMs`: how long a complete response may take,
 * from the first byte sent to the last byte read; also the limit on the total time between retries. Only reads are sent on connections that
 * are kept open, except to a target in this process: a server may close an idle connection at any time, and then it would be unknown
 * whether a request had taken effect.
 */
export function createTransport(
  options: ConnectionOptions,
  requestTimeoutMs: number,
  clock: MonotonicClock = monotonicClock,
  { respondedUrls = [], onRateLimit = () => undefined, onPassingResponse = () => undefined }: TransportOptions = {},
): Transport {
  const connections = new Connections(options)
  const sendOnce = singleAttempts(connections, requestTimeoutMs, options.inProcess === true ? 'all' : 'reads')
  // A target in this process never loses a connection.
  const hedged = options.inProcess === true ? sendOnce : withHedgedReads(sendOnce, requestTimeoutMs)
  const paced = withPacing(hedged, clock, onRateLimit)
  const retrying = withRetry(paced, requestTimeoutMs, clock, respondedUrls)
  const send = withoutGatewayPages(
    withoutRepeatedResponses(retrying, clock, onPassingResponse),
    clock,
    onPassingResponse,
  )
  return { send, close: () => connections.close() }
}
