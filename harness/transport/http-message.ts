/** A request as it is sent. */
export interface RawRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** Milliseconds for the complete response. Default: the transport's timeout. */
  readonly timeoutMs?: number
  /** True when repeating the request is safe although its method does not say so, as for signing in. */
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
  /** When the request was sent: milliseconds since the epoch. */
  readonly startedAt: number
  readonly ms: number
}

/**
 * Sends one request. Never follows redirects: a token must not be sent to another origin.
 * @throws RequestError when there is no usable response
 */
export type SendRequest = (request: RawRequest, signal?: AbortSignal) => Promise<RawResponse>

/** `GET http://…`, for messages. */
export const describeRequest = ({ method, url }: Pick<RawRequest, 'method' | 'url'>): string => `${method} ${url}`
