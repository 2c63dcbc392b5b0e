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

/** Sends a create request with the values of some fields. */
type RequestFields = (values: readonly JsonFields[], beside: JsonFields) => Promise<ApiResponse>

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
  const request: RequestFields = (values, beside) =>
    requestServer(ctx, { ...ctx.build.server(label, Object.assign({}, ...values)), ...beside })
  const atOnce = await requestAllFields([...fields.values()], request)
  if (atOnce.response.isSuccess) return { ...resultOf(atOnce.response, new Map()), isUnusual: atOnce.isUnusual }
  const { responses, accepted, beside } = await requestEachField(ctx, fields, request)
  const created = await request(accepted, beside)
  if (!created.isSuccess) recordRejection(ctx, created)
  const sentence = `Every optional field is accepted alone, but not all of them together: ${created.text}`
  assumeSuccess(created, sentence, 'servers.create.answers')
  return resultOf(created, responses)
}

/** Requests a server with all fields, first with the unusual values, if there are any, and then with those at the limit. */
async function requestAllFields(
  cases: readonly FieldCase[],
  request: RequestFields,
): Promise<{ readonly response: ApiResponse; readonly isUnusual: boolean }> {
  const beside: JsonFields = Object.assign({}, ...cases.map((one) => one.beside))
  const atLimits = cases.map(({ limit }) => limit)
  if (!cases.some(({ unusual }) => unusual)) return { response: await request(atLimits, beside), isUnusual: false }
  const unusualValues = cases.map(({ limit, unusual }) => unusual ?? limit)
  const response = await request(unusualValues, beside)
  if (response.isSuccess) return { response, isUnusual: true }
  return { response: await request(atLimits, beside), isUnusual: false }
}

/** The responses to requests with one field each, and the fields that were accepted. */
interface SeparateFields<Name extends string> {
  readonly responses: ReadonlyMap<Name, FieldResponses>
  readonly accepted: readonly JsonFields[]
  readonly beside: JsonFields
}

/**
 * Requests and deletes a server without optional fields, and then one with each field alone: with the value at the limit and, if that is
 * rejected, with the typical one.
 * @throws InconclusiveError when the server without optional fields is rejected
 */
async function requestEachField<Name extends string>(
  ctx: ScenarioContext,
  fields: ReadonlyMap<Name, FieldCase>,
  request: RequestFields,
): Promise<SeparateFields<Name>> {
  const requestAndDelete = async (values: readonly JsonFields[], beside: JsonFields = {}) => {
    const response = await request(values, beside)
    const id = createdServerId(ctx.compute.run, response)
    if (response.isSuccess && id !== undefined) await orNone(deleteAndObserve(ctx, id))
    return { response, isCreated: response.isSuccess && id !== undefined }
  }
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
  return { responses, accepted, beside: acceptedBeside }
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
