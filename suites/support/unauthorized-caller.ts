import {
  type ApiResponse,
  type CallOptions,
  type ComputeClient,
  hasStatus,
  InconclusiveError,
  isRejected,
  type Matcher,
  type Verify,
} from '#harness'
import type { OperationId, RequirementId, TargetSettings } from '#model'

/** A call that is tried by somebody who has no right to it. */
export interface Attempt {
  readonly operation: OperationId
  readonly path?: Readonly<Record<string, string>>
  readonly body?: unknown
}

type Credentials = Pick<CallOptions, 'token' | 'tenant'>

/** Somebody without a right, in all the guises that are tried, and the statement that keeps them out. */
export interface UnauthorizedCaller {
  readonly requirement: 'access.token-required' | 'access.tenant-in-path'
  /** The statement about the status of a refusal, if there is one. */
  readonly statusRequirement?: 'access.unauthorized-status'
  /** Ends a title such as "refuses createServer …". */
  readonly title: string
  credentialVariants(target: TargetSettings): readonly Credentials[]
  /** What an answer to them has to be. */
  readonly isDenied: Matcher
}

/** What nobody issued, of a token's own length and kind of characters: that it has the form of one is not enough. */
function lookalikeToken(token: string): string {
  const random = (least: number, count: number) => String.fromCharCode(least + Math.floor(Math.random() * count))
  const other = token
    .replace(/[a-z]/g, () => random(97, 6))
    .replace(/[A-Z]/g, () => random(65, 26))
    .replace(/\d/g, () => random(48, 10))
  return token.length < 16 || other === token ? 'not-a-token' : other
}

export const withoutToken: UnauthorizedCaller = {
  requirement: 'access.token-required',
  statusRequirement: 'access.unauthorized-status',
  title: 'without a valid token',
  credentialVariants: ({ token }) => [{ token: null }, { token: '' }, { token: lookalikeToken(token) }],
  isDenied: isRejected,
}

/** A tenant id of the caller's own form that is not the caller's. */
const alike = (tenant: string): string => tenant.slice(0, -1) + (tenant.endsWith('0') ? '1' : '0')

export const withAnotherTenant: UnauthorizedCaller = {
  requirement: 'access.tenant-in-path',
  title: "with another tenant's id in the path",
  credentialVariants: ({ tenant, other }) =>
    [...new Set([other?.tenant ?? alike(tenant), alike(tenant)])].map((id) => ({ tenant: id })),
  isDenied: hasStatus(400, 401, 403, 404),
}

/** The requirements that a test about an intruder judges. */
export const judgedBy = ({ requirement, statusRequirement }: UnauthorizedCaller): RequirementId[] =>
  statusRequirement === undefined ? [requirement] : [requirement, statusRequirement]

/** Where nothing is to be found: for targets without a server or a volume to try at. */
export const nonexistentId = '00000000-0000-4000-8000-00000000dead'

/** What a test lends to those who judge for it. */
export interface AssertionsContext {
  readonly compute: ComputeClient
  readonly target: TargetSettings
  readonly verify: Verify
}

/** The attempts of one intruder, and what is judged by them. */
export class AccessChecks {
  readonly #intruder: UnauthorizedCaller
  readonly #bench: AssertionsContext
  #refusals = 0

  constructor(intruder: UnauthorizedCaller, bench: AssertionsContext) {
    this.#intruder = intruder
    this.#bench = bench
  }

  /** Sends an attempt in every guise and judges the answers. True when none was let in. */
  async attempt({ operation, ...call }: Attempt): Promise<boolean> {
    const { compute, target, verify } = this.#bench
    const { requirement, statusRequirement, isDenied, credentialVariants } = this.#intruder
    const responses: ApiResponse[] = []
    for (const credentials of credentialVariants(target))
      responses.push(await compute.call(operation, { ...call, ...credentials }))
    for (const response of responses) verify.soft(requirement).matches(response, isDenied)
    // Once somebody was let in, later refusals may be about what they did there. How refusals look is told by the others.
    const allRefused = responses.every((response) => isRejected(response) === undefined)
    if (statusRequirement && allRefused) {
      for (const response of responses) verify.soft(statusRequirement).hasListedStatus(response)
      this.#refusals++
    }
    return responses.every((response) => !response.isSuccess)
  }

  /** To be called at the end: without a refusal there is nothing to say about the status of one. */
  finish(): void {
    if (this.#intruder.statusRequirement && this.#refusals === 0)
      throw new InconclusiveError('Nothing was refused, so the status of a refusal cannot be judged.')
  }
}
