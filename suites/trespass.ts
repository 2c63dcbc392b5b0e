import {
  type Answer,
  answersWith,
  type Call,
  type Check,
  type Compute,
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

export const withoutToken: Intruder = {
  keptOutBy: 'access.token-required',
  refusedAs: 'access.unauthorized-status',
  title: 'without a valid token',
  guises: () => [{ token: null }, { token: '' }, { token: 'not-a-token' }],
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

/** Sends an attempt in every guise and judges the answers. True when none was a success. */
export async function tryAll(
  attempt: Attempt,
  intruder: Intruder,
  { compute, target, should }: Bench,
): Promise<boolean> {
  const { operation, ...call } = attempt
  const answers: Answer[] = []
  for (const credentials of intruder.guises(target)) {
    const answer = await compute.call(operation, { ...call, ...credentials })
    answers.push(answer)
    should(intruder.keptOutBy).see(answer, intruder.keepsOut)
    // Whoever is let in has broken the first statement; how refusals look is the second one.
    if (intruder.refusedAs && isRefused(answer) === undefined) should(intruder.refusedAs).answerAsListed(answer)
  }
  return answers.every((answer) => !answer.succeeded)
}
