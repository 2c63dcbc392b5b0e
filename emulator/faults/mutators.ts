import type { EmulatorResponse, Json, JsonObject } from '../server/response.ts'
import type { Mutation, RequestContext } from './define-fault.ts'

export type Edit = (object: JsonObject) => JsonObject

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** Edits every object at the end of a path; `*` stands for every element of a list or member of an object. */
function editAt(value: Json, path: readonly string[], edit: Edit): Json {
  const [step, ...rest] = path
  if (step === undefined) return isObject(value) ? edit(value) : value
  if (isList(value)) return step === '*' ? value.map((element) => editAt(element, rest, edit)) : value
  if (!isObject(value)) return value
  const members = Object.entries(value).map(([key, member]) => {
    const isMeant = step === '*' || step === key
    return [key, isMeant && member !== undefined ? editAt(member, rest, edit) : member]
  })
  return Object.fromEntries(members)
}

/** A defect in the successful answers of one operation, at one place of the body, such as `servers.*.flavor`. */
export function mutateBody(operation: string, path: string, edit: Edit): Mutation {
  const steps = path === '' ? [] : path.split('.')
  return mutateResponse(operation, (response) =>
    response.status >= 300 || response.body === undefined
      ? response
      : { ...response, body: editAt(response.body, steps, edit) },
  )
}

/** A defect in the whole answer of one operation, or with `*` of all. */
export function mutateResponse(
  operation: string,
  change: (response: EmulatorResponse, asked: RequestContext) => EmulatorResponse,
): Mutation {
  return { operations: [operation], change }
}

/** Answers with one status where another is right; the code in an error's envelope says the same as the status. */
export function changeStatus(operation: string, from: number, to: number): Mutation {
  return mutateResponse(operation, (response) =>
    response.status === from ? { ...response, status: to, body: recoded(response.body, from, to) } : response,
  )
}

function recoded(body: EmulatorResponse['body'], from: number, to: number): EmulatorResponse['body'] {
  if (from < 400 || !isObject(body)) return body
  const members = Object.entries(body).map(([name, fault]) => {
    const isEnvelope = isObject(fault) && fault['code'] === from
    return [name, isEnvelope ? { ...fault, code: to } : fault]
  })
  return Object.fromEntries(members)
}

/** Gives this answer, which is right in itself, to what is refused with 400 and has a body as described. */
export function acceptedIf(
  operation: string,
  answer: (asked: RequestContext) => EmulatorResponse,
  isMeant: (body: unknown) => boolean,
): Mutation {
  return mutateResponse(operation, (response, asked) =>
    response.status === 400 && isMeant(asked.body) ? answer(asked) : response,
  )
}

/** Gives this answer instead of a success. */
export function insteadOfSuccess(operation: string, answer: EmulatorResponse): Mutation {
  return mutateResponse(operation, (response) => (response.status < 300 ? answer : response))
}

/** Leaves keys out. */
export function without(...keys: readonly string[]): Edit {
  return (object) => Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
}

/** Gives a key another value, where the object has it. */
export function changed(key: string, change: (value: Json) => Json): Edit {
  return (object) => {
    const value = object[key]
    return value === undefined ? object : { ...object, [key]: change(value) }
  }
}

/** Gives a key a fixed value, whether the object has it or not. */
export function fixed(key: string, value: Json): Edit {
  return (object) => ({ ...object, [key]: value })
}

/** Wraps what should be a list in an object. */
export function asObject(key: string): Edit {
  return changed(key, (items) => ({ items }))
}

/** Calls a key by another name. */
export function renamed(from: string, to: string): Edit {
  return (object) => ({ ...without(from)(object), [to]: object[from] })
}

export function withoutHeader(response: EmulatorResponse, name: string): EmulatorResponse {
  return { ...response, headers: Object.fromEntries(Object.entries(response.headers).filter(([key]) => key !== name)) }
}

/** Of a list of links, the self link only. */
export function onlySelf(value: Json): Json {
  return isList(value) ? value.filter((link) => isObject(link) && link['rel'] === 'self') : value
}

/** Names another resource: by its id and in all links, as if it were that one. */
export function replaceWith(id: string): Edit {
  return (object) => {
    const own = object['id']
    if (typeof own !== 'string') return object
    const replace = (value: Json | undefined): Json | undefined => {
      if (typeof value === 'string') return value.replaceAll(own, id)
      if (isList(value)) return value.map((element) => replace(element) ?? null)
      return isObject(value) ? mapped(value, replace) : value
    }
    return mapped(object, replace)
  }
}

function mapped(object: JsonObject, change: (value: Json | undefined) => Json | undefined): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))
}
