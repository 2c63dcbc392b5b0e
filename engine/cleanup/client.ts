import { ApiResponse, RequestError, type SendRequest } from '#harness/core'
import type { TargetSettings } from '#model'

/** How much silence is borne in a row before the target counts as gone, and nothing more is sent. */
const patience = 6
/** A request that took all its time weighs more than one that was turned away at once. */
const weightOf = (error: unknown): number => (error instanceof RequestError && error.kind === 'late' ? 3 : 1)

/** Speaks to the target on behalf of clearing up. */
export class CleanupClient {
  readonly #send: SendRequest
  readonly #token: string
  #silence = 0
  /** True once the token is spent and there is no other. */
  #isLockedOut = false

  constructor(send: SendRequest, { token }: TargetSettings) {
    this.#send = send
    this.#token = token
  }

  /** True once there is no use in asking any more. */
  get isUnreachable(): boolean {
    return this.#isLockedOut || this.#silence >= patience
  }

  /** Why there are no answers, as the end of a sentence. */
  get failureReason(): string {
    return this.#isLockedOut ? 'the target does not accept the token any more' : 'the target does not answer'
  }

  /** The answer, or undefined when there is none. */
  async request(method: 'GET' | 'DELETE', url: string): Promise<ApiResponse | undefined> {
    if (this.isUnreachable) return undefined
    const headers = { accept: 'application/json', 'x-auth-token': this.#token }
    const raw = await this.#send({ method, url, headers }).catch((error: unknown) => {
      this.#isLockedOut ||= error instanceof RequestError && error.kind === 'spent'
      // An answer that cannot be used is a sign of life.
      const isAlive = error instanceof RequestError && error.kind === 'unfit'
      this.#silence = isAlive ? 0 : this.#silence + weightOf(error)
      return undefined
    })
    if (!raw) return undefined
    this.#silence = 0
    const { status, headers: received, text, startedAt, ms } = raw
    const exchange = {
      index: 0,
      phase: 'cleanup',
      method,
      url,
      requestHeaders: {},
      status,
      headers: received,
      startedAt,
      ms,
    } as const
    return new ApiResponse(exchange, text)
  }
}
