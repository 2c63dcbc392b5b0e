import { InconclusiveRunError } from '#engine/errors'
import { parseJson } from '#engine/input'
import { type ConnectionOptions, createTransport, RequestError } from '#harness/core'
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
 * The client for sign-in and discovery, with the same limits and retries as the client of the suites. It follows no redirects: a
 * token must not be sent to another origin. Both methods throw an InconclusiveRunError when there is no response in time.
 */
export interface HttpClient {
  get(url: string, headers?: Readonly<Record<string, string>>, timeoutMs?: number): Promise<HttpResponse>
  post(url: string, body: unknown): Promise<HttpResponse>
  close(): Promise<void>
}

const certificateReason = /certificate|SSL|TLS/i

function noResponse(url: string, cause: RequestError): InconclusiveRunError {
  const problem = cause.kind === 'invalid-response' ? 'sent an invalid response' : 'does not respond'
  return new InconclusiveRunError(`${url.replace(/\/$/, '')} ${problem}: ${cause.reason}`, {
    cause,
    ...(certificateReason.test(cause.reason)
      ? { hint: 'Set OS_CACERT or tls.ca to the certificates to trust; --insecure disables verification.' }
      : {}),
  })
}

/** The end of a message about a response that is a redirect; empty for any other response. */
export const redirectNote = ({ status, headers }: Pick<HttpResponse, 'status' | 'headers'>): string =>
  status > 300 && status < 400 ? `, a redirect to ${headers['location'] ?? 'nowhere'}; redirects are not followed` : ''

/**
 * Throws a UsageError for TLS files that cannot be used.
 * @param requestTimeoutMs milliseconds for one response, connection and body included
 */
export function createHttpClient(options: ConnectionOptions, requestTimeoutMs = 30_000): HttpClient {
  if (options.tls) checkTlsFiles(options.tls)
  const transport = createTransport(options, requestTimeoutMs)
  async function request(
    method: 'GET' | 'POST',
    url: string,
    headers: Readonly<Record<string, string>>,
    timeoutMs = requestTimeoutMs,
    body?: string,
  ): Promise<HttpResponse> {
    try {
      const response = await transport.send({
        method,
        url,
        headers: { accept: 'application/json', ...headers },
        body,
        timeoutMs,
        isIdempotent: true,
      })
      return { url, status: response.status, headers: response.headers, json: parseJson(response.text) }
    } catch (cause) {
      throw cause instanceof RequestError ? noResponse(url, cause) : cause
    }
  }
  return {
    get: (url, headers = {}, timeoutMs) => request('GET', url, headers, timeoutMs),
    post: (url, body) =>
      request('POST', url, { 'content-type': 'application/json' }, requestTimeoutMs, JSON.stringify(body)),
    close: () => transport.close(),
  }
}
