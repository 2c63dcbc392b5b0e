import { operationsUrl, type TargetSettings, type TokenHolder } from '#model'
import { InconclusiveError, RequestError } from '../errors.ts'
import { describeRequest, type RawRequest, type RawResponse, type SendRequest } from './http-message.ts'

/** Signs in again and returns the new token. Rejects with an error whose message says in a few words why there is no new token. */
export type RefreshToken = (holder: TokenHolder) => Promise<string>

const tokenOf = ({ headers }: RawRequest): string | undefined => headers['x-auth-token']

const withToken = (request: RawRequest, token: string): RawRequest => ({
  ...request,
  headers: { ...request.headers, 'x-auth-token': token },
})

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** How often a token is tried before it counts as expired: the run ends if there is no new one. */
const maxProbes = 4
/**
 * Collections that a token is tried on, in turn: a cache may repeat the rejection of a request without a token, or with another one,
 * for the same URL (RFC 9111, section 4.2.2, lets it store errors).
 */
const probedPaths = ['flavors', 'os-keypairs'] as const
/** How often a rejected request is repeated while other requests accept its token. */
const maxRepeats = 2
/** The same if a repeat was accepted before: a gateway rejects valid tokens at random, and may do so several times in a row. */
const maxRepeatsAtRandom = 8

interface TokenLeaseOptions {
  readonly holder: TokenHolder
  readonly initialToken: string
  /** The URL of operations of the tenant, where the token must be accepted. */
  readonly tenantUrl: string
  readonly send: SendRequest
  readonly refreshToken: RefreshToken
}

/** A token of the run, replaced by a new one when it expires. Concurrent requests share one sign-in. */
class TokenLease {
  readonly holder: TokenHolder
  /** The token in the settings, which all requests have; the current token replaces it when a request is sent. */
  readonly initialToken: string
  readonly #tenantUrl: string
  readonly #send: SendRequest
  readonly #refreshToken: RefreshToken
  #currentToken: string
  /** Whether the target ever accepted the current token. */
  #wasAccepted: boolean
  #isInitial = true
  /** Whether a request was rejected and its repeat accepted, with the same token. */
  #isRejectedAtRandom = false
  /** Whether one path accepted the current token after another had rejected it: a cache may know an expired token for a while. */
  #isDoubtful = false
  #pendingProbe: Promise<boolean> | undefined
  #pendingRefresh: Promise<void> | undefined

  constructor({ holder, initialToken, tenantUrl, send, refreshToken }: TokenLeaseOptions) {
    this.holder = holder
    this.initialToken = initialToken
    this.#tenantUrl = tenantUrl
    this.#send = send
    this.#refreshToken = refreshToken
    this.#currentToken = initialToken
    // The run's own token was accepted before the suites start.
    this.#wasAccepted = holder === 'own'
  }

  async send(request: RawRequest, signal: AbortSignal | undefined): Promise<RawResponse> {
    const token = this.#currentToken
    const response = await this.#sendWithCurrentToken(request, signal)
    if (response.status !== 401) return response
    if (token === this.#currentToken && (await this.#isExpired())) {
      if (token === this.#currentToken && !(await this.#refresh(request))) return response
    }
    const repeated = await this.#repeatRejected(request, token, signal)
    if (repeated.status === 401 && (await this.#isReplaced(request, token)))
      return this.#repeatRejected(request, token, signal)
    if (repeated.status !== 401 || this.#wasAccepted || !(await this.#isExpired())) return repeated
    throw this.#expiredError(request, 'it rejects the new one, too')
  }

  /** Tells whether there is another token than the rejected one: a concurrent request has renewed it, or it is doubtful and renewed now. */
  async #isReplaced(request: RawRequest, rejectedToken: string): Promise<boolean> {
    if (rejectedToken !== this.#currentToken) return this.#wasAccepted
    return this.#isDoubtful && (await this.#refresh(request).catch(() => false))
  }

  /** Repeats a rejected request, which was not carried out: a gateway may occasionally reject a valid token. */
  async #repeatRejected(
    request: RawRequest,
    rejectedToken: string,
    signal: AbortSignal | undefined,
  ): Promise<RawResponse> {
    for (let count = 1; ; count++) {
      const token = this.#currentToken
      const response = await this.#sendWithCurrentToken(request, signal)
      if (response.status !== 401) {
        this.#isRejectedAtRandom ||= token === rejectedToken
        return response
      }
      if (!this.#wasAccepted || count >= this.#maxRepeats) return response
    }
  }

  get #maxRepeats(): number {
    return this.#isRejectedAtRandom ? maxRepeatsAtRandom : maxRepeats
  }

  async #sendWithCurrentToken(request: RawRequest, signal: AbortSignal | undefined): Promise<RawResponse> {
    const token = this.#currentToken
    const response = await this.#send(withToken(request, token), signal)
    const isAccepted = response.status !== 401 && request.url.startsWith(`${this.#tenantUrl}/`)
    if (isAccepted && token === this.#currentToken) this.#wasAccepted = true
    return response
  }

  /** Tells whether the token has expired: a single 401 may be about one request only, so the token is tried where it must be valid. */
  #isExpired(): Promise<boolean> {
    this.#pendingProbe ??= this.#probe().finally(() => {
      this.#pendingProbe = undefined
    })
    return this.#pendingProbe
  }

  async #probe(): Promise<boolean> {
    const headers = { accept: 'application/json', 'x-auth-token': this.#currentToken }
    for (let count = 0; count < Math.max(maxProbes, this.#maxRepeats); count++) {
      const path = probedPaths[count % probedPaths.length] ?? probedPaths[0]
      const { status } = await this.#send({ method: 'GET', url: `${this.#tenantUrl}/${path}`, headers })
      // A target without keypairs may not look at the token there.
      if (status === 401 || (path !== probedPaths[0] && status >= 300)) continue
      this.#wasAccepted = true
      this.#isDoubtful = count > 0
      return false
    }
    return true
  }

  /**
   * Returns false when the token was never valid and cannot be renewed: then the 401 is the response to the request.
   */
  async #refresh(request: RawRequest): Promise<boolean> {
    if (!this.#wasAccepted && !this.#isInitial) throw this.#expiredError(request, 'it rejects the new one, too')
    const wasAccepted = this.#wasAccepted
    this.#pendingRefresh ??= this.#replaceToken().finally(() => {
      this.#pendingRefresh = undefined
    })
    try {
      await this.#pendingRefresh
      return true
    } catch (error) {
      if (!wasAccepted) return false
      throw this.#expiredError(request, `there is no new one: ${messageOf(error)}`)
    }
  }

  async #replaceToken(): Promise<void> {
    this.#currentToken = await this.#refreshToken(this.holder)
    this.#wasAccepted = false
    this.#isDoubtful = false
    this.#isInitial = false
  }

  /** Without its own token the run ends; without the second tenant's token only this test ends. */
  #expiredError(request: RawRequest, detail: string): InconclusiveError {
    const token = this.holder === 'own' ? "the run's token" : "the second tenant's token"
    const reason = `the target no longer accepts ${token} (401); ${detail}`
    return this.holder === 'own'
      ? new RequestError(describeRequest(request), 'token-expired', reason, { mayHaveTakenEffect: false })
      : new InconclusiveError(`${describeRequest(request)} failed: ${reason}.`)
  }
}

/**
 * Renews the run's tokens when they expire and repeats the rejected request: a 401 means that it was not carried out. If the target still
 * accepts the token, only a 401 that is confirmed by repeats is its response. Requests with any other token, or without one, are passed
 * through.
 * @param onNewToken called with every new token before it is used
 */
export function withTokenRefresh(
  send: SendRequest,
  target: Pick<TargetSettings, 'token' | 'other' | 'computeUrl' | 'tenant' | 'tenantInPath'>,
  refreshToken: RefreshToken,
  onNewToken: (token: string) => void = () => {},
): SendRequest {
  const refresh: RefreshToken = async (holder) => {
    const newToken = await refreshToken(holder)
    onNewToken(newToken)
    return newToken
  }
  const { token, other } = target
  const common = { send, refreshToken: refresh }
  const ofOther = ({ tenant, token: initialToken }: NonNullable<typeof other>) =>
    ({ holder: 'other', initialToken, tenantUrl: operationsUrl(target, tenant) }) as const
  const leases = [
    new TokenLease({ ...common, holder: 'own', initialToken: token, tenantUrl: operationsUrl(target) }),
    ...(other ? [new TokenLease({ ...common, ...ofOther(other) })] : []),
  ]
  return (request, signal) => {
    const lease = leases.find(({ initialToken }) => initialToken === tokenOf(request))
    return lease ? lease.send(request, signal) : send(request, signal)
  }
}
