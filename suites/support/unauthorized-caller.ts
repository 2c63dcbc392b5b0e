/** Callers without access, and the checks that their calls are denied. */
import {
  type ApiResponse,
  assume,
  type CallOptions,
  type ComputeClient,
  hasStatus,
  isRejected,
  type Matcher,
  type Verify,
} from '#harness'
import type { OperationId, RequirementId, TargetSettings } from '#model'
import { orNone } from './or-none.ts'
import type { Query } from './pagination.ts'

type Credentials = Pick<CallOptions, 'token' | 'tenant'>

/** A caller without access, and the credentials to try. */
export interface UnauthorizedCaller {
  /** The requirement that denies access. */
  readonly requirement: 'access.token-required' | 'access.tenant-in-path'
  /** The requirement about the status of the rejection, if there is one. */
  readonly statusRequirement?: 'access.unauthorized-status'
  /** The end of a test title such as "rejects createServer …". */
  readonly title: string
  /** Returns the invalid credentials to send each call with. */
  credentialVariants(target: TargetSettings): readonly Credentials[]
  /** Matches a response that denies access. */
  readonly isDenied: Matcher
}

/** Returns a token that was never issued, with the length and the kinds of characters of a real one. */
function lookalikeToken(token: string): string {
  const random = (first: number, count: number) => String.fromCharCode(first + Math.floor(Math.random() * count))
  const other = token
    .replace(/[a-z]/g, () => random(97, 6))
    .replace(/[A-Z]/g, () => random(65, 26))
    .replace(/\d/g, () => random(48, 10))
  return token.length < 16 || other === token ? 'not-a-token' : other
}

const swapCase = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => (/[a-z]/.test(letter) ? letter.toUpperCase() : letter.toLowerCase()))

/** A caller whose token differs from a valid one only in case, only in the second half, or by a further character at its end. */
export const withSimilarToken: UnauthorizedCaller = {
  requirement: 'access.token-required',
  title: 'with a token that is similar to a valid one',
  credentialVariants: ({ token }) => {
    const half = token.slice(0, Math.ceil(token.length / 2))
    const tokens = [swapCase(token), half + lookalikeToken(token).slice(half.length), `${token}0`]
    return tokens.filter((other) => other !== token).map((other) => ({ token: other }))
  },
  isDenied: isRejected,
}

/** A caller without a token, with an empty one, or with one that was never issued. */
export const withoutToken: UnauthorizedCaller = {
  requirement: 'access.token-required',
  statusRequirement: 'access.unauthorized-status',
  title: 'without a valid token',
  credentialVariants: ({ token }) => [{ token: null }, { token: '' }, { token: lookalikeToken(token) }],
  isDenied: isRejected,
}

/** Returns a tenant id that differs in the last character. */
const lookalikeTenant = (tenant: string): string => tenant.slice(0, -1) + (tenant.endsWith('0') ? '1' : '0')

/** A caller with a valid token and the id of another tenant in the path. */
export const withAnotherTenant: UnauthorizedCaller = {
  requirement: 'access.tenant-in-path',
  title: "with another tenant's id in the path",
  credentialVariants: ({ tenant, other }) =>
    [...new Set([other?.tenant ?? lookalikeTenant(tenant), lookalikeTenant(tenant)])].map((id) => ({ tenant: id })),
  isDenied: hasStatus(400, 401, 403, 404),
}

/** A caller with a valid token and, in the path, the beginning of the own tenant id, or more than the own id. */
export const withSimilarTenant: UnauthorizedCaller = {
  ...withAnotherTenant,
  credentialVariants: ({ tenant }) => [tenant.slice(0, -1), `${tenant}0`].map((id) => ({ tenant: id })),
}

/** Returns the requirements that a test with the caller verifies. */
export const requirementsOf = ({ requirement, statusRequirement }: UnauthorizedCaller): RequirementId[] =>
  statusRequirement === undefined ? [requirement] : [requirement, statusRequirement]

/** A call that must be denied. */
interface UnauthorizedCall {
  readonly operation: OperationId
  /** True to make the call only with the last of the credential variants. */
  readonly isSample?: boolean
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Query
  readonly body?: unknown
}

interface AccessCheckContext {
  readonly compute: ComputeClient
  readonly target: TargetSettings
  readonly verify: Verify
}

/** Statuses of rejections that do not concern access but the method, the form of the request, the state of the server, or the rate. */
const statusesOfOtherReasons = [405, 406, 409, 411, 413, 414, 415, 429, 431, 501]

/** Tells whether a response concerns access. 404 to attachVolume does not: see `attachVolume` in volume-attachment.ts. */
const isAboutAccess = ({ status, exchange }: ApiResponse): boolean =>
  !statusesOfOtherReasons.includes(status) && !(status === 404 && exchange.operation === 'attachVolume')

/** Makes calls as an unauthorized caller and verifies that they are denied. */
export class AccessChecks {
  readonly #caller: UnauthorizedCaller
  readonly #ctx: AccessCheckContext
  /** Responses whose denial was verified, whatever the result. */
  #verifiedCalls = 0
  #rejectedCalls = 0
  #acceptedCalls = 0

  constructor(caller: UnauthorizedCaller, ctx: AccessCheckContext) {
    this.#caller = caller
    this.#ctx = ctx
  }

  /**
   * Makes the call with all credential variants and verifies the responses. Returns true when none succeeded. Calls without a usable
   * response are left out: other requirements cover whether the operation exists.
   */
  async verifyDenied({ operation, isSample = false, ...call }: UnauthorizedCall): Promise<boolean> {
    const { compute, target, verify } = this.#ctx
    const { requirement, statusRequirement, isDenied, credentialVariants } = this.#caller
    const responses: ApiResponse[] = []
    for (const credentials of credentialVariants(target).slice(isSample ? -1 : 0)) {
      const response = await orNone(compute.call(operation, { ...call, ...credentials, isInvalid: true }))
      if (response) responses.push(response)
    }
    const relevant = responses.filter(isAboutAccess)
    for (const response of relevant) verify.soft(requirement).isDenied(response, isDenied)
    this.#verifiedCalls += relevant.length
    // After one call has succeeded, the others may be rejected because of its effect, so their status is not verified.
    const areAllRejected =
      this.#acceptedCalls === 0 &&
      relevant.length > 0 &&
      responses.every((response) => isRejected(response) === undefined)
    if (statusRequirement && areAllRejected) {
      for (const response of relevant) verify.soft(statusRequirement).hasListedStatus(response)
      this.#rejectedCalls++
    }
    const accepted = responses.filter((response) => response.isSuccess).length
    this.#acceptedCalls += accepted
    return accepted === 0
  }

  /**
   * Completes the requirements; to be called last. Skips the test when no response concerned access.
   * @throws InconclusiveError when the status of a rejection is to be verified and calls were accepted instead of rejected
   */
  finish(): void {
    const { compute, verify } = this.#ctx
    const { requirement, statusRequirement } = this.#caller
    if (this.#verifiedCalls === 0) compute.skip('The target does not offer the operation.')
    verify.complete(requirement)
    if (statusRequirement === undefined || this.#rejectedCalls > 0) return
    // Other operations verify the status of a rejection where this one fails for every caller.
    if (this.#acceptedCalls === 0) compute.skip('The operation neither accepted nor rejected a call.')
    assume(false, 'No call was rejected, so the status of a rejection cannot be verified.', requirement)
  }
}
