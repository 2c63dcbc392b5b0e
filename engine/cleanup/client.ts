import { ApiResponse, emptyBody, lacksBody, RequestError, type SendRequest } from '#harness/core'
import type { TargetSettings } from '#model'

/** The sum of penalties of consecutive failed requests at which the target counts as unreachable. */
const maxPenalty = 6
/** A timeout has cost more time than a connection that was refused at once. */
const penaltyOf = (error: unknown): number => (error instanceof RequestError && error.kind === 'timeout' ? 3 : 1)

/** Sends the requests of a cleanup, and stops when the target is unreachable. */
export class CleanupClient {
  readonly #send: SendRequest
  readonly #token: string
  #penalty = 0
  /** True once the token has expired and cannot be refreshed. */
  #isUnauthorized = false

  constructor(send: SendRequest, { token }: TargetSettings) {
    this.#send = send
    this.#token = token
  }

  /** True when further requests are pointless. */
  get isUnreachable(): boolean {
    return this.#isUnauthorized || this.#penalty >= maxPenalty
  }

  /** Why requests get no response. */
  get failureReason(): string {
    return this.#isUnauthorized ? 'the target no longer accepts the token' : 'the target does not respond'
  }

  /** Returns undefined when the target does not respond. A DELETE that is rejected because it has no body is sent again with one. */
  async request(method: 'GET' | 'DELETE', url: string): Promise<ApiResponse | undefined> {
    const response = await this.#request(method, url)
    return method === 'DELETE' && response && lacksBody(response) ? this.#request(method, url, emptyBody) : response
  }

  async #request(method: string, url: string, body?: string): Promise<ApiResponse | undefined> {
    if (this.isUnreachable) return undefined
    const content = body === undefined ? {} : { 'content-type': 'application/json' }
    const headers = { accept: 'application/json', 'x-auth-token': this.#token, ...content }
    const response = await this.#send({ method, url, headers, ...(body !== undefined && { body }) }).catch(
      (error: unknown) => this.#recordFailure(error),
    )
    if (!response) return undefined
    this.#penalty = 0
    const { status, headers: responseHeaders, text, startedAt, ms } = response
    const exchange = {
      index: 0,
      phase: 'cleanup',
      method,
      url,
      requestHeaders: {},
      status,
      headers: responseHeaders,
      startedAt,
      ms,
    } as const
    return new ApiResponse(exchange, text)
  }

  #recordFailure(error: unknown): undefined {
    this.#isUnauthorized ||= error instanceof RequestError && error.kind === 'token-expired'
    // An invalid response still shows that something responds.
    const isResponsive = error instanceof RequestError && error.kind === 'invalid-response'
    this.#penalty = isResponsive ? 0 : this.#penalty + penaltyOf(error)
    return undefined
  }
}
