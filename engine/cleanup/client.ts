import {
  ApiResponse,
  emptyBody,
  lacksBody,
  type MonotonicClock,
  monotonicClock,
  RequestError,
  type SendRequest,
} from '#harness/core'
import type { TargetSettings } from '#model'
import { isOnTarget } from './target-urls.ts'

/** The sum of penalties of consecutive failed requests at which the target counts as silent. */
const maxPenalty = 6
/** Returns how much a failed request counts: a timeout has cost more time than a connection that was refused at once. */
const penaltyOf = (error: unknown): number => (error instanceof RequestError && error.kind === 'timeout' ? 3 : 1)

/** Milliseconds of silence after which the target counts as gone. Servers cost money, so a failover is waited out. */
const maxSilenceMs = 60_000
/** Milliseconds until a silent target is tried again. */
const silencePauseMs = 2_000

/** Sends the requests of a cleanup. While the target is silent it sends none, except to see whether it is back. */
export class CleanupClient {
  readonly #send: SendRequest
  readonly #settings: TargetSettings
  readonly #clock: MonotonicClock
  #penalty = 0
  #lastResponseAt: number
  #waitedMs = 0
  #failureReason = 'the target does not respond'
  /** True once the token has expired and cannot be refreshed. */
  #isUnauthorized = false

  constructor(send: SendRequest, settings: TargetSettings, clock: MonotonicClock = monotonicClock) {
    this.#send = send
    this.#settings = settings
    this.#clock = clock
    this.#lastResponseAt = clock.now()
  }

  /** True when requests get no response at the moment. */
  get isSilent(): boolean {
    return this.#isUnauthorized || this.#penalty >= maxPenalty
  }

  /** True when further requests are pointless. */
  get isUnreachable(): boolean {
    const silenceMs = this.#clock.now() - this.#lastResponseAt
    return this.#isUnauthorized || (this.isSilent && silenceMs >= maxSilenceMs)
  }

  /** Why requests get no response. */
  get failureReason(): string {
    return this.#isUnauthorized ? 'the target no longer accepts the token' : this.#failureReason
  }

  /** Milliseconds of silence that were waited out. */
  get waitedMs(): number {
    return this.#waitedMs
  }

  /** Waits a moment, after which requests are sent again until one of them fails. */
  async pauseInSilence(): Promise<void> {
    await this.#clock.sleep(silencePauseMs)
    this.#penalty = maxPenalty - 1
  }

  /** Returns undefined when the target does not respond, and for a URL that is not on the target. A DELETE that is rejected because it has no body is sent again with one. */
  async request(method: 'GET' | 'DELETE', url: string): Promise<ApiResponse | undefined> {
    const response = await this.#request(method, url)
    return method === 'DELETE' && response && lacksBody(response) ? this.#request(method, url, emptyBody) : response
  }

  /** Requests to stop a server, without waiting for the effect. */
  async stopServer(url: string): Promise<void> {
    await this.#request('POST', `${url}/action`, '{"os-stop":null}')
  }

  async #request(method: string, url: string, body?: string): Promise<ApiResponse | undefined> {
    if (this.isSilent || !isOnTarget(this.#settings, url)) return undefined
    const content = body === undefined ? {} : { 'content-type': 'application/json' }
    const headers = { accept: 'application/json', 'x-auth-token': this.#settings.token, ...content }
    const response = await this.#send({ method, url, headers, ...(body !== undefined && { body }) }).catch(
      (error: unknown) => this.#recordFailure(error),
    )
    if (!response) return undefined
    this.#recordResponse()
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

  #recordResponse(): void {
    const now = this.#clock.now()
    if (this.#penalty >= maxPenalty - 1) this.#waitedMs += now - this.#lastResponseAt
    this.#penalty = 0
    this.#lastResponseAt = now
  }

  #recordFailure(error: unknown): undefined {
    this.#isUnauthorized ||= error instanceof RequestError && error.kind === 'token-expired'
    // An invalid response still shows that something responds.
    if (error instanceof RequestError && error.kind === 'invalid-response') this.#recordResponse()
    else this.#recordSilence(error)
    return undefined
  }

  #recordSilence(error: unknown): void {
    const isLimited = error instanceof RequestError && error.kind === 'rate-limited'
    this.#failureReason = isLimited ? error.reason : 'the target does not respond'
    this.#penalty += penaltyOf(error)
  }
}
