import { readFileSync } from 'node:fs'
import { Agent, type Dispatcher } from 'undici'
import type { TargetSettings } from '#model'
import { type MonotonicClock, monotonicClock } from '../clock.ts'
import { describeRequest, type SendRequest } from './http-message.ts'
import { toRequestError } from './network-error.ts'
import { readBody } from './response-body.ts'
import { limits } from './response-limits.ts'
import { withRetry } from './retry.ts'

/** Connections to a target. */
export interface Transport {
  readonly send: SendRequest
  /** Closes the connections once pending requests have ended. */
  close(): Promise<void>
}

/** Milliseconds to establish a connection: a target that does not exist should be noticed within ten seconds. */
const connectTimeoutMs = 8_000

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH'] as const
const methodOf = (name: string): Dispatcher.HttpMethod => methods.find((method) => method === name) ?? 'GET'

function createAgent(tls: TargetSettings['tls']): Agent {
  const read = (path: string | undefined) => (path === undefined ? undefined : readFileSync(path))
  return new Agent({
    pipelining: 1,
    keepAliveTimeout: 2_000,
    keepAliveMaxTimeout: 5_000,
    maxHeaderSize: limits.headers,
    connect: {
      timeout: connectTimeoutMs,
      rejectUnauthorized: tls?.insecure !== true,
      ...(tls?.ca ? { ca: read(tls.ca) } : {}),
      ...(tls?.cert ? { cert: read(tls.cert) } : {}),
      ...(tls?.key ? { key: read(tls.key) } : {}),
    },
  })
}

const normalizeHeaders = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  )

/**
 * Opens a transport with its own connections, response limits and retries. `requestTimeoutMs` is the time for a
 * complete response, from the first byte sent to the last byte read, and also the limit on the time that a request
 * waits between retries.
 */
export function createTransport(
  tls: TargetSettings['tls'],
  requestTimeoutMs: number,
  clock: MonotonicClock = monotonicClock,
): Transport {
  const agent = createAgent(tls)
  const sendOnce: SendRequest = async (request, signal) => {
    const { method, headers, body, timeoutMs = requestTimeoutMs } = request
    const startedAt = Date.now()
    const start = performance.now()
    const timeout = AbortSignal.timeout(timeoutMs)
    const url = new URL(request.url)
    try {
      const response = await agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: methodOf(method),
        headers: { ...headers },
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        ...(body === undefined ? {} : { body }),
      })
      const received = normalizeHeaders(response.headers)
      const { text, isUtf8 } = await readBody(response.body, received['content-encoding'], describeRequest(request))
      return { status: response.statusCode, headers: received, text, isUtf8, startedAt, ms: performance.now() - start }
    } catch (cause) {
      throw toRequestError(cause, describeRequest(request), timeoutMs, signal?.aborted === true)
    }
  }
  return { send: withRetry(sendOnce, requestTimeoutMs, clock), close: () => agent.close() }
}
