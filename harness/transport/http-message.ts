/** A request as it is sent. */
export interface RawRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** How long the complete response may take, in milliseconds. Default: the transport's timeout. */
  readonly timeoutMs?: number
  /** True when repeating the request is safe although its method is not idempotent, as for signing in. */
  readonly isIdempotent?: boolean
}

/** A complete response within the response limits. */
export interface RawResponse {
  readonly status: number
  /** Names in lower case; repeated headers are joined with a comma. */
  readonly headers: Record<string, string>
  readonly text: string
  /** False when some bytes of the body are not UTF-8; they are U+FFFD in the text. */
  readonly isUtf8: boolean
  /** True when an earlier attempt of the same request may have been carried out. */
  readonly isRepeated?: boolean
  /** What that attempt got in place of a usable response, such as `an HTML page (200)`; absent if it got nothing. */
  readonly firstResponse?: string
  /** When the request was sent: milliseconds since the epoch. */
  readonly startedAt: number
  readonly ms: number
}

/**
 * Sends one request. Never follows redirects: a token must not be sent to another origin.
 * @throws RequestError when there is no usable response
 */
export type SendRequest = (request: RawRequest, signal?: AbortSignal) => Promise<RawResponse>

/** Returns the method and URL of a request for messages: `GET http://…`. */
export const describeRequest = ({ method, url }: Pick<RawRequest, 'method' | 'url'>): string => `${method} ${url}`
