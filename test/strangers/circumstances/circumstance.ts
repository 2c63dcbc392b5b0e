import type { ServerResponse } from 'node:http'
import type { Emulator, EmulatorOptions } from '#emulator'
import type { UpstreamResponse } from '../../fixtures/tampering-proxy.ts'

/** A request that a target received. */
export interface TargetRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Handles a request, by default by passing it to the emulator. */
export type Next = (request: TargetRequest) => Promise<UpstreamResponse>

export type Middleware = (request: TargetRequest, next: Next) => Promise<UpstreamResponse>

/** One way in which a conformant target differs from the emulator, which no requirement forbids. */
export interface Circumstance {
  readonly emulator?: EmulatorOptions
  /** What stands between a client and the emulator. */
  handler?(emulator: Emulator): Middleware
  /** Sends the response in another way. */
  send?(response: ServerResponse, upstream: UpstreamResponse): void
  /** Prepares the emulator, or keeps changing it until the returned function is called. */
  start?(emulator: Emulator): Promise<() => void> | (() => void)
}

export const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Returns the path below version and tenant, without the query. */
export const pathOf = ({ path }: TargetRequest): string => path.split('?')[0]?.replace(/^\/v2\/[^/]+/, '') ?? ''

export const isRequest = (request: TargetRequest, method: string, path: RegExp): boolean =>
  request.method === method && /^\/v2\//.test(request.path) && path.test(pathOf(request))

export function responseOf(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): UpstreamResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  }
}

export interface DescribedServer {
  readonly id: string
  readonly status: string
  [member: string]: unknown
}

/** The members of the emulator's responses that circumstances change. */
export interface ResponseBody {
  readonly server?: DescribedServer
  readonly servers?: DescribedServer[]
  readonly keypairs?: unknown[]
  readonly metadata?: Record<string, unknown>
}

/** Returns the servers of a response that describes one or several. */
export const serversIn = ({ server, servers = [] }: ResponseBody): readonly DescribedServer[] =>
  server === undefined ? servers : [server, ...servers]

/** Returns the response with its JSON changed in place; unchanged where it is not JSON. */
export function withJson(upstream: UpstreamResponse, change: (body: ResponseBody) => void): UpstreamResponse {
  const text = upstream.body.toString('utf8')
  if (!text.startsWith('{')) return upstream
  const body: ResponseBody = JSON.parse(text)
  change(body)
  return { ...upstream, body: Buffer.from(JSON.stringify(body)) }
}
