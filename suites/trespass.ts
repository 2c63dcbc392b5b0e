import {
  type Answer,
  answersWith,
  type Call,
  type Check,
  type Compute,
  Inconclusive,
  isRefused,
  type Judge,
  type OperationId,
  type RequirementId,
  type TargetSettings,
} from '#harness'

/** A call that is tried by somebody who has no right to it. */
export interface Attempt {
  readonly operation: OperationId
  readonly path?: Readonly<Record<string, string>>
  readonly body?: unknown
}

type Credentials = Pick<Call, 'token' | 'tenant'>

/** Somebody without a right, in all the guises that are tried, and the statement that keeps them out. */
export interface Intruder {
  readonly keptOutBy: 'access.token-required' | 'access.tenant-in-path'
  /** The statement about the status of a refusal, if there is one. */
  readonly refusedAs?: 'access.unauthorized-status'
  /** Ends a title such as "refuses createServer …". */
  readonly title: string
  guises(target: TargetSettings): readonly Credentials[]
  /** What an answer to them has to be. */
  readonly keepsOut: Check
}

/** What nobody issued, of a token's own length and kind of characters: that it has the form of one is not enough. */
function ofTheForm(token: string): string {
  const random = (least: number, count: number) => String.fromCharCode(least + Math.floor(Math.random() * count))
  const other = token
    .replace(/[a-z]/g, () => random(97, 6))
    .replace(/[A-Z]/g, () => random(65, 26))
    .replace(/\d/g, () => random(48, 10))
  return token.length < 16 || other === token ? 'not-a-token' : other
}

export const withoutToken: Intruder = {
  keptOutBy: 'access.token-required',
  refusedAs: 'access.unauthorized-status',
  title: 'without a valid token',
  guises: ({ token }) => [{ token: null }, { token: '' }, { token: ofTheForm(token) }],
  keepsOut: isRefused,
}

/** A tenant id of the caller's own form that is not the caller's. */
const alike = (tenant: string): string => tenant.slice(0, -1) + (tenant.endsWith('0') ? '1' : '0')

export const withAnotherTenant: Intruder = {
  keptOutBy: 'access.tenant-in-path',
  title: "with another tenant's id in the path",
  guises: ({ tenant, other }) =>
    [...new Set([other?.tenant ?? alike(tenant), alike(tenant)])].map((id) => ({ tenant: id })),
  keepsOut: answersWith(400, 401, 403, 404),
}

/** The requirements that a test about an intruder judges. */
export const judgedBy = ({ keptOutBy, refusedAs }: Intruder): RequirementId[] =>
  refusedAs === undefined ? [keptOutBy] : [keptOutBy, refusedAs]

/** Where nothing is to be found: for targets without a server or a volume to try at. */
export const nowhere = '00000000-0000-4000-8000-00000000dead'

/** What a test lends to those who judge for it. */
export interface Bench {
  readonly compute: Compute
  readonly target: TargetSettings
  readonly should: (id: RequirementId) => Judge
}

/** The attempts of one intruder, and what is judged by them. */
export class Trial {
  readonly #intruder: Intruder
  readonly #bench: Bench
  #refusals = 0

  constructor(intruder: Intruder, bench: Bench) {
    this.#intruder = intruder
    this.#bench = bench
  }

  /** Sends an attempt in every guise and judges the answers. True when none was let in. */
  async attempt({ operation, ...call }: Attempt): Promise<boolean> {
    const { compute, target, should } = this.#bench
    const { keptOutBy, refusedAs, keepsOut, guises } = this.#intruder
    const answers: Answer[] = []
    for (const credentials of guises(target)) answers.push(await compute.call(operation, { ...call, ...credentials }))
    for (const answer of answers) should(keptOutBy).see(answer, keepsOut)
    // Once somebody was let in, later refusals may be about what they did there. How refusals look is told by the others.
    const allRefused = answers.every((answer) => isRefused(answer) === undefined)
    if (refusedAs && allRefused) {
      for (const answer of answers) should(refusedAs).answerAsListed(answer)
      this.#refusals++
    }
    return answers.every((answer) => !answer.succeeded)
  }

  /** To be called at the end: without a refusal there is nothing to say about the status of one. */
  conclude(): void {
    if (this.#intruder.refusedAs && this.#refusals === 0)
      throw new Inconclusive('Nothing was refused, so the status of a refusal cannot be judged.')
  }
}
