import type { TargetSettings, TokenHolder } from '#model'
import { InconclusiveError } from '../errors.ts'
import { RequestError } from './request-error.ts'
import type { RawRequest, RawResponse, SendRequest } from './transport.ts'

/** Signs in again and returns the new token. Rejects with an error that says in a few words why there is none. */
export type RefreshToken = (holder: TokenHolder) => Promise<string>

const tokenOf = ({ headers }: RawRequest): string | undefined => headers['x-auth-token']

const bearing = (request: RawRequest, token: string): RawRequest => ({
  ...request,
  headers: { ...request.headers, 'x-auth-token': token },
})

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Whose token it is that expires, and what is done about it. All who need a new one share one sign-in. */
class TokenLease {
  readonly holder: TokenHolder
  /** The token as suites know it, whichever is used in its place by now. */
  readonly initialToken: string
  readonly #home: string
  readonly #send: SendRequest
  readonly #renew: RefreshToken
  #present: string
  /** Whether the target ever took the present token. */
  #isProven: boolean
  /** True while the present token is the one that was given. */
  #isFirst = true
  #look: Promise<boolean> | undefined
  #renewal: Promise<void> | undefined

  constructor(holder: TokenHolder, given: string, home: string, send: SendRequest, renew: RefreshToken) {
    this.holder = holder
    this.initialToken = given
    this.#home = home
    this.#send = send
    this.#renew = renew
    this.#present = given
    // Nothing is sent before the target has taken the run's own token once.
    this.#isProven = holder === 'own'
  }

  async send(request: RawRequest, signal: AbortSignal | undefined): Promise<RawResponse> {
    const used = this.#present
    const response = await this.#attempt(request, signal)
    if (response.status !== 401) return response
    const what = `${request.method} ${request.url}`
    if (used === this.#present) {
      if (!(await this.#isSpent())) return response
      if (used === this.#present && !(await this.#replaced(what))) return response
    }
    const again = await this.#attempt(request, signal)
    if (again.status !== 401 || this.#isProven || !(await this.#isSpent())) return again
    throw this.#over(what, 'it refuses the new one as well')
  }

  async #attempt(request: RawRequest, signal: AbortSignal | undefined): Promise<RawResponse> {
    const used = this.#present
    const response = await this.#send(bearing(request, used), signal)
    const isTaken = response.status !== 401 && request.url.startsWith(`${this.#home}/`)
    if (isTaken && used === this.#present) this.#isProven = true
    return response
  }

  /** A 401 may be the target's word about this very request. Only a token that is refused where it has to be good is spent. */
  #isSpent(): Promise<boolean> {
    this.#look ??= this.#askAtHome().finally(() => {
      this.#look = undefined
    })
    return this.#look
  }

  async #askAtHome(): Promise<boolean> {
    const headers = { accept: 'application/json', 'x-auth-token': this.#present }
    const { status } = await this.#send({ method: 'GET', url: `${this.#home}/flavors`, headers })
    if (status !== 401) this.#isProven = true
    return status === 401
  }

  /** False when the token was never good, so that there is nothing to make up for. */
  async #replaced(what: string): Promise<boolean> {
    if (!this.#isProven && !this.#isFirst) throw this.#over(what, 'it refuses the new one as well')
    const wasProven = this.#isProven
    this.#renewal ??= this.#takeNew().finally(() => {
      this.#renewal = undefined
    })
    try {
      await this.#renewal
      return true
    } catch (error) {
      if (!wasProven) return false
      throw this.#over(what, `there is no new one: ${words(error)}`)
    }
  }

  async #takeNew(): Promise<void> {
    this.#present = await this.#renew(this.holder)
    this.#isProven = false
    this.#isFirst = false
  }

  #over(what: string, why: string): InconclusiveError {
    const whose = this.holder === 'own' ? "the run's token" : "the second tenant's token"
    const reason = `the target took ${whose} before and refuses it now (401); ${why}`
    // Without its own token a run is over; without the other's only the test is.
    return this.holder === 'own'
      ? new RequestError(what, reason, 'spent', { mayHaveActed: false })
      : new InconclusiveError(`${what} was not answered: ${reason}.`)
  }
}

/**
 * A sender that takes a new token where one of the run's own has expired, and sends the request once more: a 401 says that it
 * was not carried out. Requests with any other token, or none, pass as they are.
 * @param renew signs in again; `onNew` hears of every new token before it is sent
 */
export function withTokenRefresh(
  send: SendRequest,
  { token, other, computeUrl, tenant }: Pick<TargetSettings, 'token' | 'other' | 'computeUrl' | 'tenant'>,
  renew: RefreshToken,
  onNew: (token: string) => void = () => {},
): SendRequest {
  const anew: RefreshToken = async (holder) => {
    const fresh = await renew(holder)
    onNew(fresh)
    return fresh
  }
  const home = (id: string): string => `${computeUrl}/${encodeURIComponent(id)}`
  const tenures = [
    new TokenLease('own', token, home(tenant), send, anew),
    ...(other ? [new TokenLease('other', other.token, home(other.tenant), send, anew)] : []),
  ]
  return (request, signal) => {
    const tenure = tenures.find(({ initialToken }) => initialToken === tokenOf(request))
    return tenure ? tenure.send(request, signal) : send(request, signal)
  }
}
