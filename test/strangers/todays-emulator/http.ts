/**
 * Requests, responses and routes of the emulator. The document gives no status codes and no form of an error: both are chosen here.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http'

export interface Reply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

export interface Call {
  readonly query: URLSearchParams
  readonly body: unknown
  readonly origin: string
  readonly params: readonly string[]
}

export type Handler = (call: Call) => Reply

export type Route = readonly [method: string, path: string, handler: Handler]

/** A response that ends the handling of a request. */
export class Refusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export const refuse = (status: number, message: string): never => {
  throw new Refusal(status, message)
}

/** Returns the member of an object; nothing of any other value. */
export const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Reflect.get(value, key) : undefined

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const objectIn = (body: unknown, key: string): Record<string, unknown> => {
  const value = member(body, key)
  return isObject(value) ? value : refuse(400, `The request has to carry an object "${key}"`)
}

export const textIn = (value: unknown, key: string): string => {
  const text = member(value, key)
  return typeof text === 'string' && text.trim() !== '' ? text : refuse(400, `"${key}" has to be a text`)
}

export const itemsIn = (value: unknown, key: string): readonly unknown[] => {
  const items = member(value, key) ?? []
  return Array.isArray(items) ? items : refuse(400, `"${key}" has to be a list`)
}

const send = (reply: Reply) => ({
  ...reply,
  text: reply.body === undefined ? '' : JSON.stringify(reply.body, null, 1),
})

const readText = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

const parse = (text: string): unknown => {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return refuse(400, 'This is not JSON')
  }
}

/** `{}` in a path stands for one segment. */
const pattern = (path: string): RegExp => new RegExp(`^${path.replaceAll('{}', '([^/]+)')}$`)

export type Guard = (path: string, token: string | undefined) => void

const fail = (error: unknown): Reply => {
  const status = error instanceof Refusal ? error.status : 500
  return { status, body: { error: { status, reason: String(error instanceof Error ? error.message : error) } } }
}

export interface Traffic {
  requests: number
}

export function serve(routes: readonly Route[], guard: Guard, traffic: Traffic): Server {
  const compiled = routes.map(([method, path, handler]) => ({ method, pattern: pattern(path), handler }))
  const respond = async (request: IncomingMessage): Promise<Reply> => {
    const origin = `http://${request.headers.host}`
    const url = new URL(request.url ?? '/', origin)
    const token = request.headers['x-auth-token']
    guard(url.pathname, typeof token === 'string' ? token : undefined)
    const found = compiled.filter((route) => route.pattern.test(url.pathname))
    if (found.length === 0) return refuse(404, 'No such resource')
    const route = found.find(({ method }) => method === request.method) ?? refuse(405, 'Not for this resource')
    const text = await readText(request)
    const params = (route.pattern.exec(url.pathname) ?? []).slice(1).map(decodeURIComponent)
    const body = request.method === 'POST' || request.method === 'PUT' ? parse(text) : undefined
    return route.handler({ query: url.searchParams, body, origin, params })
  }
  return createServer(async (request, response) => {
    traffic.requests += 1
    const { status, text, headers } = send(await respond(request).catch(fail))
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(text)
  })
}
