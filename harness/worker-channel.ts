import { BroadcastChannel } from 'node:worker_threads'
import type { TokenHolder } from '#model'
import { type MonotonicClock, monotonicClock } from './clock.ts'

/** Name of the BroadcastChannel between the worker thread of a run and the process that started it. */
export const channelName = (runId: string): string => `compute-conformance ${runId}`

/** A secret that a response revealed. The process that writes the reports must redact it, too. */
export interface SecretMessage {
  readonly secret: string
}

/** A request for a new token; the response is a TokenResponse of the same number. */
export interface TokenRequest {
  readonly renew: TokenHolder
  readonly number: number
}

/** A new token, or the reason why none could be obtained. Tokens pass through memory only. */
export type TokenResponse = { readonly number: number } & ({ readonly token: string } | { readonly reason: string })

/** The timeout of a token request, in milliseconds: enough for two attempts to sign in at an identity service that is restarting. */
const refreshTimeoutMs = 120_000

/**
 * The worker's end of the channel: progress (a string), secrets and token requests go out, new tokens come in. Only token requests need a
 * response.
 */
export class WorkerChannel {
  readonly #channel: BroadcastChannel
  readonly #clock: MonotonicClock
  readonly #pending = new Map<number, (response: TokenResponse) => void>()
  #lastNumber = 0
  #isClosed = false

  constructor(runId: string, clock: MonotonicClock = monotonicClock) {
    this.#clock = clock
    this.#channel = new BroadcastChannel(channelName(runId))
    this.#channel.onmessage = (event) => {
      const response = tokenResponseIn(event)
      if (response) this.#pending.get(response.number)?.(response)
    }
    this.#channel.unref()
  }

  /** Requests a new token. Rejects with the reason when there is none. */
  async requestToken(holder: TokenHolder): Promise<string> {
    const number = ++this.#lastNumber
    const settled = new AbortController()
    const reply = new Promise<TokenResponse>((resolve) => this.#pending.set(number, resolve))
    const timeout = this.#clock
      .sleep(refreshTimeoutMs, settled.signal)
      .then((): TokenResponse => ({ number, reason: `token refresh timed out after ${refreshTimeoutMs / 1000} s` }))
    this.#post({ renew: holder, number })
    const response = await Promise.race([reply, timeout])
    settled.abort()
    this.#pending.delete(number)
    if ('token' in response) return response.token
    throw new Error(response.reason)
  }

  sendProgress(text: string): void {
    this.#post(text)
  }

  sendSecret(secret: string): void {
    this.#post({ secret })
  }

  close(): void {
    this.#isClosed = true
    this.#channel.close()
  }

  #post(message: string | SecretMessage | TokenRequest): void {
    if (!this.#isClosed) this.#channel.postMessage(message)
  }
}

const dataOf = (event: unknown): unknown =>
  typeof event === 'object' && event !== null && 'data' in event ? event.data : undefined

function tokenResponseIn(event: unknown): TokenResponse | undefined {
  const data = dataOf(event)
  if (typeof data !== 'object' || data === null || !('number' in data) || typeof data.number !== 'number')
    return undefined
  const { number } = data
  if ('token' in data && typeof data.token === 'string') return { number, token: data.token }
  if ('reason' in data && typeof data.reason === 'string') return { number, reason: data.reason }
  return undefined
}
