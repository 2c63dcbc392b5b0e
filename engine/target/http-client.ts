import { InconclusiveRunError, UsageError } from '#engine/errors'
import { parseJson } from '#engine/input'
import { type ConnectionOptions, createTransport, isHtml, proxyFor, RequestError } from '#harness/core'
import { isSentToTlsPort, protocolMismatch } from './protocol-mismatch.ts'
import { checkTlsFiles } from './tls-files.ts'

export interface HttpResponse {
  readonly url: string
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The body as JSON; undefined when it is not JSON. */
  readonly json: unknown
  /** Whether the body is an HTML page. */
  readonly isHtml: boolean
}

/**
 * The client for sign-in and discovery, with the same limits and retries as the client of the suites. It follows no redirects, because a
 * token must not be sent to another origin.
 * @throws InconclusiveRunError when there is no response in time, UsageError when the URL has the wrong scheme for its port
 */
export interface HttpClient {
  get(url: string, headers?: Readonly<Record<string, string>>, timeoutMs?: number): Promise<HttpResponse>
  post(url: string, body: unknown): Promise<HttpResponse>
  close(): Promise<void>
}

interface Outgoing {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** The timeout of the response, in milliseconds. */
  readonly timeoutMs?: number
}

/**
 * Matches failed handshakes, except those about a protocol that the target does not support, such as HTTP/1.1 if it has only HTTP/2 (RFC
 * 7301).
 */
const certificateReason = /^(?!.*no application protocol).*(certificate|SSL|TLS)/i

/** Names the proxy of a request, without its credentials, as part of a sentence. */
function proxyNote(url: string, { proxy }: ConnectionOptions): string {
  const proxyUrl = proxyFor(new URL(url), proxy)
  return proxyUrl === undefined ? '' : ` through the proxy ${new URL(proxyUrl).origin}`
}

function noResponse(url: string, cause: RequestError, proxy: string): InconclusiveRunError {
  const problem = cause.kind === 'invalid-response' ? 'sent an invalid response' : 'does not respond'
  return new InconclusiveRunError(`${url.replace(/\/$/, '')} ${problem}${proxy}: ${cause.reason}`, {
    cause,
    ...(certificateReason.test(cause.reason)
      ? { hint: 'Set OS_CACERT or tls.ca to the certificates to trust; --insecure disables verification.' }
      : {}),
  })
}

/** Tells whether the status is a redirect (3xx other than 300). */
export const isRedirect = ({ status }: Pick<HttpResponse, 'status'>): boolean => status > 300 && status < 400

/** Returns a note about a redirect, to append to a message; empty for any other response. */
export const redirectNote = ({ status, headers }: Pick<HttpResponse, 'status' | 'headers'>): string =>
  isRedirect({ status }) ? `, a redirect to ${headers['location'] ?? 'nowhere'}; redirects are not followed` : ''

/**
 * Creates the client for one connection, which the caller closes.
 * @param requestTimeoutMs the timeout of one response, including connection and body, in milliseconds
 * @throws UsageError for TLS files that cannot be used
 */
export function createHttpClient(options: ConnectionOptions, requestTimeoutMs = 30_000): HttpClient {
  if (options.tls) checkTlsFiles(options.tls)
  const transport = createTransport(options, requestTimeoutMs)
  async function send({ timeoutMs = requestTimeoutMs, ...request }: Outgoing): Promise<HttpResponse> {
    const { url } = request
    try {
      const headers = { accept: 'application/json', ...request.headers }
      const response = await transport.send({ ...request, body: request.body, headers, timeoutMs, isIdempotent: true })
      const { status, text } = response
      if (url.startsWith('http:') && isSentToTlsPort(status, text))
        throw new UsageError(`${new URL(url).origin}: that port speaks TLS; use https://${new URL(url).host}`)
      return { url, status, headers: response.headers, json: parseJson(text), isHtml: isHtml(response) }
    } catch (cause) {
      if (!(cause instanceof RequestError)) throw cause
      const proxy = proxyNote(url, options)
      const mismatch = proxy === '' ? await protocolMismatch(url, cause) : undefined
      throw mismatch === undefined ? noResponse(url, cause, proxy) : new UsageError(mismatch, { cause })
    }
  }
  return {
    get: (url, headers = {}, timeoutMs = requestTimeoutMs) => send({ method: 'GET', url, headers, timeoutMs }),
    post: (url, body) =>
      send({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    close: () => transport.close(),
  }
}
