import { readFileSync } from 'node:fs'
import { Agent, type Dispatcher } from 'undici'
import { Inconclusive } from './outcome.ts'
import type { TargetSettings } from './target.ts'

/** What may come back at most. A target is not trusted: neither with memory nor with time. */
export const limits = { body: 8 * 1024 * 1024, headers: 32 * 1024 } as const

export interface RawRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

export interface RawAnswer {
  readonly status: number
  /** Names in lower case; repeated headers joined with a comma. */
  readonly headers: Record<string, string>
  readonly text: string
  readonly startedAt: number
  readonly ms: number
}

/** Sends one request. Never follows redirects: a token must not travel to another origin. */
export type Send = (request: RawRequest, signal?: AbortSignal) => Promise<RawAnswer>

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
      timeout: 10_000,
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

async function readAll(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > limits.body) throw new Error(`the answer is longer than ${limits.body / 1024 / 1024} MiB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The reason of a failed request in a few words: `connect ECONNREFUSED 127.0.0.1:1`. */
export function networkReason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const inner = cause.cause instanceof Error ? networkReason(cause.cause) : undefined
  if (cause instanceof AggregateError && cause.errors.length > 0) return networkReason(cause.errors[0])
  return inner ?? (cause.message || cause.name)
}

/** Errors of a kept-alive connection that the other side closed just then: nothing was processed, so a read is asked again. */
const closedUnderUs = (cause: unknown): boolean => /other side closed|ECONNRESET|EPIPE/.test(networkReason(cause))

/** A sender with connections, limits and time-outs of its own. A request that is not answered is Inconclusive. */
export function sender(
  tls: TargetSettings['tls'],
  requestBudget: number,
): { readonly send: Send; close(): Promise<void> } {
  const agent = agentFor(tls)
  async function once({ method, url, headers, body }: RawRequest, signal: AbortSignal | undefined): Promise<RawAnswer> {
    const startedAt = Date.now()
    const began = performance.now()
    const target = new URL(url)
    const answer = await agent.request({
      origin: target.origin,
      path: target.pathname + target.search,
      method: methodOf(method),
      headers: { ...headers },
      headersTimeout: requestBudget,
      bodyTimeout: requestBudget,
      signal: signal
        ? AbortSignal.any([signal, AbortSignal.timeout(requestBudget)])
        : AbortSignal.timeout(requestBudget),
      ...(body === undefined ? {} : { body }),
    })
    const text = await readAll(answer.body)
    return { status: answer.statusCode, headers: lower(answer.headers), text, startedAt, ms: performance.now() - began }
  }
  const send: Send = async (request, signal) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(request, signal)
      } catch (cause) {
        if (attempt < 3 && request.method === 'GET' && closedUnderUs(cause)) continue
        throw new Inconclusive(`${request.method} ${request.url} was not answered: ${networkReason(cause)}.`, { cause })
      }
    }
  }
  return { send, close: () => agent.close() }
}
