/** One request with many optional parts, and which of them is to blame when it is refused. */
import { type ApiResponse, InconclusiveError } from '#harness'
import { deleteAndObserve, type Fields, requestServer, type ScenarioContext } from './scenario.ts'

/** An optional part of a request; `mild` asks for the same thing well inside its limit. */
export interface FieldCase {
  readonly limit: Fields
  readonly typical?: Fields
}

export interface OptionalFieldsResult<Name extends string> {
  /** The accepted request's answer. */
  readonly created: ApiResponse
  /** Whether all parts were accepted at once, in the first request. */
  readonly isWhole: boolean
  /** Whether the request that was accepted has this part, be it in its mild form. */
  has(name: Name): boolean
  /** The answer that says whether the target takes a part: to all parts together, or to this one alone. */
  answerTo(name: Name): ApiResponse
  /** The same of the part's mild form. */
  mildAnswerTo(name: Name): ApiResponse
}

/**
 * Asks for a server with all parts at once. Only when that is refused is every part asked for alone, so that a refusal is
 * laid at the right door, and the server is then made from those that were accepted.
 */
export async function createWithOptionalFields<Name extends string>(
  tools: ScenarioContext,
  what: string,
  parts: ReadonlyMap<Name, FieldCase>,
): Promise<OptionalFieldsResult<Name>> {
  const request = (changes: readonly Fields[]) =>
    requestServer(tools, tools.build.server(what, Object.assign({}, ...changes)))
  const responses = new Map<Name, { readonly full: ApiResponse; readonly mild: ApiResponse }>()
  const all = await request([...parts.values()].map(({ limit }) => limit))
  if (all.isSuccess) return told(all, responses)

  await tryOut(tools, await request([]))
  const accepted: Fields[] = []
  for (const [name, { limit, typical }] of parts) {
    const first = await tryOut(tools, await request([limit]), true)
    const second = first.isSuccess || !typical ? first : await tryOut(tools, await request([typical]), true)
    responses.set(name, { full: first, mild: second })
    if (second.isSuccess) accepted.push(first.isSuccess ? limit : (typical ?? limit))
  }
  const created = await request(accepted)
  if (!created.isSuccess)
    throw new InconclusiveError(`Every part is accepted alone, and together they are not: ${created.text}`)
  return told(created, responses)
}

function told<Name extends string>(
  created: ApiResponse,
  responses: ReadonlyMap<Name, { readonly full: ApiResponse; readonly mild: ApiResponse }>,
): OptionalFieldsResult<Name> {
  return {
    created,
    isWhole: responses.size === 0,
    has: (name) => responses.get(name)?.mild.isSuccess ?? true,
    answerTo: (name) => responses.get(name)?.full ?? created,
    mildAnswerTo: (name) => responses.get(name)?.mild ?? created,
  }
}

/** Takes the server of a trial away at once. A plain request has to be accepted, or no part can be blamed. */
async function tryOut(tools: ScenarioContext, response: ApiResponse, mayFail = false): Promise<ApiResponse> {
  const id = response.string('body/server/id')
  if (response.isSuccess && id !== undefined) await deleteAndObserve(tools, id)
  else if (!mayFail)
    throw new InconclusiveError(`Not even a plain server can be created: ${response.status} ${response.text}`)
  return response
}
