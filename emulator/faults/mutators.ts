import type { EmulatorResponse, Json } from '../server/response.ts'
import type { Mutation, RequestContext } from './define-fault.ts'
import { type Edit, isObject } from './edits.ts'

/** Edits every object at the end of a path; `*` stands for every element of a list or member of an object. */
function editAt(value: Json, path: readonly string[], edit: Edit): Json {
  const [step, ...rest] = path
  if (step === undefined) return isObject(value) ? edit(value) : value
  if (Array.isArray(value)) return step === '*' ? value.map((element) => editAt(element, rest, edit)) : value
  if (!isObject(value)) return value
  const members = Object.entries(value).map(([key, member]) => {
    const isOnPath = step === '*' || step === key
    return [key, isOnPath && member !== undefined ? editAt(member, rest, edit) : member]
  })
  return Object.fromEntries(members)
}

/** Edits the body of the successful responses of one operation, at a path such as `servers.*.flavor`; '' is the whole body. */
export function mutateBody(operation: string, path: string, edit: Edit): Mutation {
  const steps = path === '' ? [] : path.split('.')
  return mutateResponse(operation, (response) =>
    response.status >= 300 || response.body === undefined
      ? response
      : { ...response, body: editAt(response.body, steps, edit) },
  )
}

/** Edits the full representation of a server, in show and in the detailed list; `below` is a path inside it. */
export function mutateServerReads(edit: Edit, below = ''): Mutation {
  const path = (start: string) => (below === '' ? start : `${start}.${below}`)
  const show = mutateBody('servers.show', path('server'), edit)
  const detail = mutateBody('servers.detail', path('servers.*'), edit)
  return {
    operations: [...show.operations, ...detail.operations],
    change: (response, context) => detail.change(show.change(response, context), context),
  }
}

/** Like `mutateServerReads`, and in the response to an update. */
export function mutateServer(edit: Edit, below = ''): Mutation {
  const { operations, change } = mutateServerReads(edit, below)
  return { operations: [...operations, 'servers.update'], change }
}

/** Changes the response of one operation, or with `*` of all. */
export function mutateResponse(
  operation: string,
  change: (response: EmulatorResponse, context: RequestContext) => EmulatorResponse,
): Mutation {
  return { operations: [operation], change }
}

/** Responds with a wrong status in place of the right one. The code in an error's envelope changes with it. */
export function changeStatus(operation: string, right: number, wrong: number): Mutation {
  return mutateResponse(operation, (response) =>
    response.status === right
      ? { ...response, status: wrong, body: changeCode(response.body, right, wrong) }
      : response,
  )
}

function changeCode(body: EmulatorResponse['body'], right: number, wrong: number): EmulatorResponse['body'] {
  if (right < 400 || !isObject(body)) return body
  const members = Object.entries(body).map(([name, error]) => {
    const isEnvelope = isObject(error) && error['code'] === right
    return [name, isEnvelope ? { ...error, code: wrong } : error]
  })
  return Object.fromEntries(members)
}

/** Accepts requests that are rejected with 400, if their body meets a condition. They have no effect. */
export function acceptIf(
  operation: string,
  accepted: (context: RequestContext) => EmulatorResponse,
  condition: (body: unknown) => boolean,
): Mutation {
  return mutateResponse(operation, (response, context) =>
    response.status === 400 && condition(context.body) ? accepted(context) : response,
  )
}

/** Accepts requests that are rejected with a certain message. They have no effect. */
export function acceptDespite(
  operation: string,
  accepted: (context: RequestContext) => EmulatorResponse,
  message: RegExp,
): Mutation {
  return mutateResponse(operation, (response, context) =>
    message.test(errorMessage(response)) ? accepted(context) : response,
  )
}

/** Returns the message in the error envelope of a response; '' for a response without one. */
export function errorMessage({ status, body }: EmulatorResponse): string {
  if (status < 400 || !isObject(body)) return ''
  const [error] = Object.values(body)
  return isObject(error) ? String(error['message']) : ''
}

/** Responds with an error, or another response, in place of a success. */
export function insteadOfSuccess(
  operation: string,
  wrong: EmulatorResponse,
  condition: (context: RequestContext) => boolean = () => true,
): Mutation {
  return mutateResponse(operation, (response, context) =>
    response.status < 300 && condition(context) ? wrong : response,
  )
}

export function withoutHeader(response: EmulatorResponse, name: string): EmulatorResponse {
  return { ...response, headers: Object.fromEntries(Object.entries(response.headers).filter(([key]) => key !== name)) }
}
