import { BroadcastChannel } from 'node:worker_threads'
import type { TokenHolder } from '#model'

/** Name of the channel on which a run tells the command line what it is waiting for. */
export const channelName = (runId: string): string => `compute-conformance ${runId}`

/** A message about a secret that a target gave away: whoever writes reports must know it, and nobody else is told. */
export interface SecretMessage {
  readonly secret: string
}

/** A token has expired; whoever can sign in is asked for another. */
export interface TokenRequest {
  readonly renew: TokenHolder
  /** Repeated in what comes back. */
  readonly number: number
}

/** What came of a plea: a token, or why there is none. It goes through memory only and is written nowhere. */
export type TokenResponse = { readonly number: number } & ({ readonly token: string } | { readonly refusal: string })

/** Milliseconds: two sign-ins may go by before an identity service that restarts is back. */
const longestSignIn = 120_000

/** Tells whoever listens in this process; nobody has to, but where it asks. */
export class WorkerChannel {
  readonly #channel: BroadcastChannel
  readonly #pleas = new Map<number, (relief: TokenResponse) => void>()
  #lastPlea = 0
  #isClosed = false

  constructor(runId: string) {
    this.#channel = new BroadcastChannel(channelName(runId))
    this.#channel.onmessage = (event) => {
      const relief = reliefIn(event)
      if (relief) this.#pleas.get(relief.number)?.(relief)
    }
    this.#channel.unref()
  }

  /** Asks for a new token. Rejects with the reason why there is none. */
  async renew(holder: TokenHolder): Promise<string> {
    const number = ++this.#lastPlea
    const relief = await new Promise<TokenResponse>((resolve) => {
      const refusal = `nobody signed in again within ${longestSignIn / 1000} s`
      const timer = setTimeout(() => resolve({ number, refusal }), longestSignIn)
      this.#pleas.set(number, (came) => {
        clearTimeout(timer)
        resolve(came)
      })
      this.#post({ renew: holder, number })
    })
    this.#pleas.delete(number)
    if ('token' in relief) return relief.token
    throw new Error(relief.refusal)
  }

  sendProgress(text: string): void {
    this.#post(text)
  }

  sendSecret(secret: string): void {
    this.#post({ secret } satisfies SecretMessage)
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

function reliefIn(event: unknown): TokenResponse | undefined {
  const data = dataOf(event)
  if (typeof data !== 'object' || data === null || !('number' in data) || typeof data.number !== 'number')
    return undefined
  const { number } = data
  if ('token' in data && typeof data.token === 'string') return { number, token: data.token }
  if ('refusal' in data && typeof data.refusal === 'string') return { number, refusal: data.refusal }
  return undefined
}
