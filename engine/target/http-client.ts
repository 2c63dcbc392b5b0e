import { createTransport, RequestError } from '#harness/core'
import type { TargetSettings } from '#model'
import { InconclusiveRunError } from '../errors.ts'
import { checkTlsFiles } from './tls-files.ts'

export interface HttpResponse {
  readonly url: string
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The body as JSON; undefined when it is not JSON. */
  readonly json: unknown
}

/**
 * Asks services before the suites do, within the same limits and with the same retries. Redirects are not followed: a token must not
 * travel to another origin.
 */
export interface HttpClient {
  /** Throws InconclusiveRunError when nothing answers in time: `timeoutMs` milliseconds, by default those that all answers have. */
  get(url: string, headers?: Readonly<Record<string, string>>, timeoutMs?: number): Promise<HttpResponse>
  post(url: string, body: unknown): Promise<HttpResponse>
  close(): Promise<void>
}

const certificateTrouble = /certificate|SSL|TLS/i

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function told(url: string, cause: RequestError): InconclusiveRunError {
  const verb = cause.kind === 'invalid-response' ? 'gives no usable answer' : 'does not answer'
  return new InconclusiveRunError(`${url.replace(/\/$/, '')} ${verb}: ${cause.reason}`, {
    cause,
    ...(certificateTrouble.test(cause.reason)
      ? { hint: 'Name the certificates to trust with OS_CACERT or tls.ca; --insecure believes any.' }
      : {}),
  })
}

/** Where an answer leads to that is a redirect, in words that may end a message; nothing for any other. */
export const redirectNote = ({ status, headers }: Pick<HttpResponse, 'status' | 'headers'>): string =>
  status > 300 && status < 400 ? `, a redirect to ${headers['location'] ?? 'nowhere'}; redirects are not followed` : ''

/** `defaultTimeoutMs`: milliseconds that one answer may take, connection and body included. */
export function createHttpClient(tls: TargetSettings['tls'], defaultTimeoutMs = 30_000): HttpClient {
  if (tls) checkTlsFiles(tls)
  const http = createTransport(tls, defaultTimeoutMs)
  async function ask(
    method: 'GET' | 'POST',
    url: string,
    headers: Readonly<Record<string, string>>,
    timeoutMs: number,
    body?: string,
  ): Promise<HttpResponse> {
    try {
      const all = { accept: 'application/json', ...headers }
      const {
        status,
        headers: received,
        text,
      } = await http.send({ method, url, headers: all, body, timeoutMs, isIdempotent: true })
      return { url, status, headers: received, json: parsed(text) }
    } catch (cause) {
      throw cause instanceof RequestError ? told(url, cause) : cause
    }
  }
  return {
    get: (url, headers = {}, timeoutMs = defaultTimeoutMs) => ask('GET', url, headers, timeoutMs),
    post: (url, body) =>
      ask('POST', url, { 'content-type': 'application/json' }, defaultTimeoutMs, JSON.stringify(body)),
    close: () => http.close(),
  }
}
