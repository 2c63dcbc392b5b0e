/** Requests a server with many optional fields, and finds out which of them cause a rejection. */
import { type ApiResponse, assume, assumeSuccess, createdServerId, isQuotaRejection } from '#harness'
import { orNone } from '../support/or-none.ts'
import { deleteAndObserve, type JsonFields, requestServer, type ScenarioContext } from './scenario.ts'

/** The values of an optional field: at its limit, and a typical and an unusual one if they differ. */
export interface FieldCase {
  readonly limit: JsonFields
  readonly typical?: JsonFields
  /** A value about which the document says nothing. */
  readonly unusual?: JsonFields
  /** Members of the body next to the object `server`. */
  readonly beside?: JsonFields
}

/** The accepted request, and the responses about each field. */
export interface OptionalFieldsResult<Name extends string> {
  /** The response to the request that was accepted. */
  readonly created: ApiResponse
  /** Whether a request with all fields at their limits was accepted. */
  readonly isAcceptedAtOnce: boolean
  /** Whether the accepted request has the unusual values. */
  readonly isUnusual: boolean
  /** Tells whether the accepted request has the field, with the value at the limit or the typical one. */
  has(name: Name): boolean
  /**
   * Returns the response that shows whether the target accepts the value at the limit: to the request with all fields, or with this one
   * alone.
   */
  responseFor(name: Name): ApiResponse
  /** Returns the response that shows whether the target accepts the typical value. */
  typicalResponseFor(name: Name): ApiResponse
}

interface FieldResponses {
  readonly limit: ApiResponse
  readonly typical: ApiResponse
}

/**
 * Requests a server with all fields at once. If that is rejected, requests a server with each field alone, to find out which of them is
 * rejected, and then one with all accepted fields, whose rejection it records as a violation.
 * @throws InconclusiveError when a server without optional fields is rejected, or one with all accepted fields
 */
export async function createWithOptionalFields<Name extends string>(
  ctx: ScenarioContext,
  label: string,
  fields: ReadonlyMap<Name, FieldCase>,
): Promise<OptionalFieldsResult<Name>> {
  const request = (values: readonly JsonFields[], beside: JsonFields) =>
    requestServer(ctx, { ...ctx.build.server(label, Object.assign({}, ...values)), ...beside })
  const requestAndDelete = async (values: readonly JsonFields[], beside: JsonFields = {}) => {
    const response = await request(values, beside)
    const id = createdServerId(ctx.compute.run, response)
    if (response.isSuccess && id !== undefined) await orNone(deleteAndObserve(ctx, id))
    return { response, isCreated: response.isSuccess && id !== undefined }
  }
  const cases = [...fields.values()]
  const allBeside: JsonFields = Object.assign({}, ...cases.map(({ beside }) => beside))
  const hasUnusual = cases.some(({ unusual }) => unusual)
  const asUnusual = await request(
    cases.map(({ limit, unusual }) => unusual ?? limit),
    allBeside,
  )
  if (asUnusual.isSuccess) return { ...resultOf(asUnusual, new Map()), isUnusual: hasUnusual }
  const all = hasUnusual
    ? await request(
        cases.map(({ limit }) => limit),
        allBeside,
      )
    : asUnusual
  if (all.isSuccess) return resultOf(all, new Map())

  const { response: plain, isCreated } = await requestAndDelete([])
  const failure = `No server without optional fields can be created: ${plain.status} ${plain.text}`
  assume(isCreated, failure, 'servers.create.answers')
  const responses = new Map<Name, FieldResponses>()
  const accepted: JsonFields[] = []
  let acceptedBeside: JsonFields = {}
  for (const [name, { limit, typical, beside }] of fields) {
    const { response: first } = await requestAndDelete([limit], beside)
    const second = first.isSuccess || !typical ? first : (await requestAndDelete([typical], beside)).response
    responses.set(name, { limit: first, typical: second })
    if (!second.isSuccess) continue
    accepted.push(first.isSuccess ? limit : (typical ?? limit))
    acceptedBeside = { ...acceptedBeside, ...beside }
  }
  const created = await request(accepted, acceptedBeside)
  if (!created.isSuccess) recordRejection(ctx, created)
  const sentence = `Every optional field is accepted alone, but not all of them together: ${created.text}`
  assumeSuccess(created, sentence, 'servers.create.answers')
  return resultOf(created, responses)
}

/** Records the rejection of a request in which every field is accepted alone, unless it is due to its length or to a quota. */
function recordRejection({ compute }: ScenarioContext, created: ApiResponse): void {
  const { status } = created
  const isForAnotherReason = status < 400 || status > 499 || [409, 413, 429].includes(status)
  if (isForAnotherReason || isQuotaRejection(created)) return
  compute.recordViolation('servers.create.answers', created, {
    message: 'Every optional field is accepted alone, but a request with all of them is rejected.',
    at: 'status',
    expected: 'a success (2xx)',
    actual: String(status),
  })
}

/** Returns the result. `responses` is empty when the request with all fields was accepted. */
function resultOf<Name extends string>(
  created: ApiResponse,
  responses: ReadonlyMap<Name, FieldResponses>,
): OptionalFieldsResult<Name> {
  return {
    created,
    isAcceptedAtOnce: responses.size === 0,
    isUnusual: false,
    has: (name) => responses.get(name)?.typical.isSuccess ?? true,
    responseFor: (name) => responses.get(name)?.limit ?? created,
    typicalResponseFor: (name) => responses.get(name)?.typical ?? created,
  }
}
