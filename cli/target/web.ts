import { Agent, type Dispatcher } from 'undici'
import type { TargetSettings } from '#harness/client'
import { readText } from '../config/source.ts'
import { NoJudgement } from '../usage-error.ts'

/** Milliseconds until a connection stands: a target that is not there should be known within ten seconds. */
const connectTimeout = 8_000

/** The most that an answer may hold. */
const bodyLimit = 8 * 1024 * 1024

export interface WebAnswer {
  readonly url: string
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The body as JSON; undefined when it is not JSON. */
  readonly json: unknown
}

/** Asks services before the suites do. Redirects are not followed: a token must not travel to another origin. */
export interface Web {
  /** Throws NoJudgement when nothing answers in time: `within` milliseconds, by default those that all answers have. */
  get(url: string, headers?: Readonly<Record<string, string>>, within?: number): Promise<WebAnswer>
  post(url: string, body: unknown): Promise<WebAnswer>
  close(): Promise<void>
}

/** The reason of a failed request in a few words: `connect ECONNREFUSED 127.0.0.1:1`. */
function reasonOf(cause: unknown, within: number): string {
  if (!(cause instanceof Error)) return String(cause)
  if (cause.name === 'ConnectTimeoutError') return `no connection within ${connectTimeout / 1_000} s`
  if (cause.name === 'TimeoutError' || cause.name.endsWith('TimeoutError'))
    return `no answer within ${within / 1_000} s`
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0], within)
  return cause.cause instanceof Error ? reasonOf(cause.cause, within) : cause.message || cause.name
}

const certificateTrouble = /certificate|SSL|TLS/i

async function readBody(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('the body is not made of bytes')
    size += chunk.length
    if (size > bodyLimit) throw new Error(`the answer is longer than ${bodyLimit / 1024 / 1024} MiB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function agentFor(tls: TargetSettings['tls']): Agent {
  return new Agent({
    maxHeaderSize: 32 * 1024,
    connect: {
      timeout: connectTimeout,
      rejectUnauthorized: tls?.insecure !== true,
      ...(tls?.ca ? { ca: readText(tls.ca) } : {}),
      ...(tls?.cert ? { cert: readText(tls.cert) } : {}),
      ...(tls?.key ? { key: readText(tls.key) } : {}),
    },
  })
}

/** `patience`: milliseconds that one answer may take, connection and body included. */
export function openWeb(tls: TargetSettings['tls'], patience = 30_000): Web {
  const agent = agentFor(tls)
  async function ask(
    method: 'GET' | 'POST',
    url: string,
    headers: Readonly<Record<string, string>>,
    within: number,
    body?: string,
  ): Promise<WebAnswer> {
    const { origin, pathname, search } = new URL(url)
    try {
      const answer = await agent.request({
        origin,
        path: pathname + search,
        method,
        headers: { accept: 'application/json', ...headers },
        signal: AbortSignal.timeout(within),
        ...(body === undefined ? {} : { body }),
      })
      return { url, status: answer.statusCode, headers: answer.headers, json: parsed(await readBody(answer.body)) }
    } catch (cause) {
      const reason = reasonOf(cause, within)
      throw new NoJudgement(`${url.replace(/\/$/, '')} does not answer: ${reason}`, {
        cause,
        ...(certificateTrouble.test(reason)
          ? { hint: 'Name the certificates to trust with OS_CACERT or tls.ca; --insecure believes any.' }
          : {}),
      })
    }
  }
  return {
    get: (url, headers = {}, within = patience) => ask('GET', url, headers, within),
    post: (url, body) => ask('POST', url, { 'content-type': 'application/json' }, patience, JSON.stringify(body)),
    close: () => agent.close(),
  }
}
