import { readFileSync } from 'node:fs'
import { Agent, type Dispatcher } from 'undici'
import type { TargetSettings } from '#model'
import { toRequestError } from './request-error.ts'
import { readBody } from './response-body.ts'
import { limits } from './response-limits.ts'
import { withRetry } from './retry.ts'

export interface RawRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** Milliseconds for the answer, where they are other than the sender's. */
  readonly timeoutMs?: number
  /** True when doing it twice does no harm, whatever the method, as with signing in. */
  readonly isIdempotent?: boolean
}

export interface RawResponse {
  readonly status: number
  /** Names in lower case; repeated headers joined with a comma. */
  readonly headers: Record<string, string>
  readonly text: string
  /** False when some bytes of the body are no UTF-8. */
  readonly isUtf8: boolean
  /** True when the same request may have been carried out before, and this is the answer to another attempt. */
  readonly isRepeated?: boolean
  readonly startedAt: number
  readonly ms: number
}

/** Sends one request. Never follows redirects: a token must not travel to another origin. */
export type SendRequest = (request: RawRequest, signal?: AbortSignal) => Promise<RawResponse>

export interface Transport {
  readonly send: SendRequest
  close(): Promise<void>
}

/** Milliseconds until a connection stands: a target that is not there should be known within ten seconds. */
const connectTimeout = 8_000

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH'] as const
const methodOf = (name: string): Dispatcher.HttpMethod => methods.find((known) => known === name) ?? 'GET'

function agentFor(tls: TargetSettings['tls']): Agent {
  const file = (path: string | undefined) => (path === undefined ? undefined : readFileSync(path))
  return new Agent({
    pipelining: 1,
    keepAliveTimeout: 2_000,
    keepAliveMaxTimeout: 5_000,
    maxHeaderSize: limits.headers,
    connect: {
      timeout: connectTimeout,
      rejectUnauthorized: tls?.insecure !== true,
      ...(tls?.ca ? { ca: file(tls.ca) } : {}),
      ...(tls?.cert ? { cert: file(tls.cert) } : {}),
      ...(tls?.key ? { key: file(tls.key) } : {}),
    },
  })
}

const lower = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  )

/**
 * A sender with connections, limits and time-outs of its own: `requestBudget` milliseconds for an answer, from the first byte
 * sent to the last one read, and as much again for waiting between attempts. A request that is not answered is Unanswered.
 */
export function createTransport(tls: TargetSettings['tls'], requestBudget: number): Transport {
  const agent = agentFor(tls)
  const once: SendRequest = async ({ method, url, headers, body, timeoutMs = requestBudget }, signal) => {
    const what = `${method} ${url}`
    const startedAt = Date.now()
    const began = performance.now()
    const time = AbortSignal.timeout(timeoutMs)
    const target = new URL(url)
    try {
      const response = await agent.request({
        origin: target.origin,
        path: target.pathname + target.search,
        method: methodOf(method),
        headers: { ...headers },
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        signal: signal ? AbortSignal.any([signal, time]) : time,
        ...(body === undefined ? {} : { body }),
      })
      const received = lower(response.headers)
      const { text, isUtf8 } = await readBody(response.body, received['content-encoding'], what)
      return { status: response.statusCode, headers: received, text, isUtf8, startedAt, ms: performance.now() - began }
    } catch (cause) {
      throw toRequestError(cause, what, timeoutMs, signal?.aborted === true)
    }
  }
  return { send: withRetry(once, requestBudget), close: () => agent.close() }
}
