import { isRequestFor, type ProxiedRequest, type UpstreamResponse } from '../fixtures/tampering-proxy.ts'

/** One way in which a proxy makes a target differ from the emulator behind it. */
export interface ProxyRule {
  /** The response to requests that do not reach the emulator; 'reset' breaks the connection. */
  readonly intercept?: (request: ProxiedRequest) => UpstreamResponse | 'reset' | undefined
  /** Changes a request before the emulator gets it. */
  readonly rewrite?: (request: ProxiedRequest) => ProxiedRequest
  /** Changes a response of the emulator. */
  readonly change?: (request: ProxiedRequest, response: UpstreamResponse) => UpstreamResponse
}

type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Parses a JSON body. Returns undefined for a body that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Returns a response with a JSON body, or without one. */
export function respond(
  status: number,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): UpstreamResponse {
  const content = body === undefined ? {} : { 'content-type': 'application/json' }
  return {
    status,
    headers: { ...content, ...headers },
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  }
}

/** Replaces every object inside a JSON value, the innermost first. */
export function mapObjects(value: unknown, edit: (object: JsonObject) => JsonObject): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => mapObjects(item, edit))
  if (!isObject(value)) return value
  return edit(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapObjects(inner, edit)])))
}

/** Replaces the values of some properties, at any depth. */
export const withProperties =
  (edits: Readonly<Record<string, (value: unknown) => unknown>>) =>
  (object: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(object).map(([key, value]) => [key, edits[key]?.(value) ?? value]))

/** Removes some properties, at any depth. */
export const withoutProperties =
  (...names: readonly string[]) =>
  (object: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(object).filter(([key]) => !names.includes(key)))

const isSuccess = ({ status }: UpstreamResponse): boolean => status >= 200 && status < 300

/** Changes the objects in the successful responses to some requests. `path` is below version and tenant. */
export const editing = (
  method: string,
  path: string | RegExp,
  edit: (object: JsonObject) => JsonObject,
): ProxyRule => ({
  change(request, response) {
    const body =
      isRequestFor(request, method, path) && isSuccess(response) ? parseJson(response.body.toString()) : undefined
    return body === undefined ? response : { ...response, body: Buffer.from(JSON.stringify(mapObjects(body, edit))) }
  },
})

/** Responds to some requests in place of the emulator. */
export const respondingTo = (
  method: string,
  path: string | RegExp,
  respondTo: (request: ProxiedRequest) => UpstreamResponse | 'reset' | undefined,
): ProxyRule => ({ intercept: (request) => (isRequestFor(request, method, path) ? respondTo(request) : undefined) })

/** Removes the parameters of all queries of the Compute service but those that `isKept`. */
export const droppingParameters = (isKept: (name: string) => boolean): ProxyRule => ({
  rewrite(request) {
    const [path = '', query = ''] = request.path.split('?')
    if (!path.startsWith('/v2/')) return request
    const kept = [...new URLSearchParams(query)].filter(([name]) => isKept(name))
    return { ...request, path: kept.length === 0 ? path : `${path}?${new URLSearchParams(kept)}` }
  },
})

/** Returns the id of the server in a path; empty for other paths. */
export const serverIdOf = (path: string): string => /^\/v2\/[^/]+\/servers\/([^/?]+)/.exec(path)?.[1] ?? ''

/** Returns the name of the action that a request asks for; undefined for other requests. */
export function actionOf(request: ProxiedRequest): string | undefined {
  if (!isRequestFor(request, 'POST', /^\/servers\/[^/]+\/action$/)) return undefined
  const body = parseJson(request.body)
  return isObject(body) ? Object.keys(body)[0] : undefined
}

/** Returns the members of `server` in the body of a create; undefined for other requests. */
export function createdServerOf(request: ProxiedRequest): JsonObject | undefined {
  const body = isRequestFor(request, 'POST', '/servers') ? parseJson(request.body) : undefined
  const server = isObject(body) ? body['server'] : undefined
  return isObject(server) ? server : undefined
}
