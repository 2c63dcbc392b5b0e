import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type ApplicationCredential,
  applicationCredentialOf,
  createEmulator,
  type EmulatorConfig,
  type EmulatorOptions,
} from '#emulator'

/** A request as the stage saw it. */
export interface Call {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** The how manieth it is of its method and path, from 1 up; queries do not matter. */
  readonly count: number
}

/** What the emulator answered. */
export interface UpstreamResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/**
 * Spoils an answer: writes another one, or breaks the connection, and returns true; anything else lets the emulator's own pass.
 */
export type Tamper = (call: Call, genuine: UpstreamResponse, response: ServerResponse) => unknown

export interface TamperingProxy {
  readonly url: string
  /** What a configuration file has to say of it. */
  readonly config: EmulatorConfig
  /** What the emulator's own user can sign in with in place of a password. */
  readonly application: ApplicationCredential
  readonly calls: readonly Call[]
  /** Names of what the emulator has now in a collection of the Compute service: `servers`, `os-keypairs`. */
  names(collection: 'servers' | 'os-keypairs'): Promise<string[]>
  /** A new token of the emulator's own user. */
  signIn(): Promise<string>
  /** Stops listening and breaks every connection, in the middle of whatever goes on. */
  close(): Promise<void>
}

/** Sends the emulator's own answer. */
export const forward = ({ status, headers, body }: UpstreamResponse, response: ServerResponse): void =>
  void response.writeHead(status, { ...headers, 'content-length': body.length }).end(body)

/** Sends the emulator's answer with another body. */
export const forwardWith = (genuine: UpstreamResponse, response: ServerResponse, body: string): true => {
  forward({ ...genuine, body: Buffer.from(body) }, response)
  return true
}

/** Whether a call is for a path below the version and the tenant: `isFor(call, 'GET', '/os-keypairs')`. */
export const isFor = ({ method, path }: Call, wanted: string, end: string | RegExp): boolean => {
  const below = path.split('?')[0]?.replace(/^\/v2\/[^/]+/, '') ?? ''
  return method === wanted && (typeof end === 'string' ? below === end : end.test(below))
}

/** Serves a port of the loopback interface; `close` breaks all connections. */
export async function listen(listener: RequestListener): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer({ keepAliveTimeout: 60_000 }, listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port }: AddressInfo = addressOf(server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new TypeError('The server does not listen on a port.')
  return address
}

/** How the emulator's own user signs in, in the words of identity v3. */
const passwordIdentity =
  '"methods":["password"],"password":{"user":{"name":"conformance","domain":{"id":"default"},"password":"conformance-password"}}'

/**
 * The emulator on a real socket, with somebody in between who may spoil what it says. `aliases` are values by which clients
 * know what the emulator calls otherwise, such as tokens and passwords: `tokenOf:conformance` is that tenant's token.
 */
export async function startProxy(
  spoil: Tamper = () => false,
  aliases: readonly (readonly [alias: string, own: string])[] = [],
  options: EmulatorOptions = {},
): Promise<TamperingProxy> {
  const calls: Call[] = []
  const counts = new Map<string, number>()
  let fetch: (request: Request) => Response | Promise<Response> = () => new Response('not ready', { status: 500 })
  const server = await listen(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = 'GET', url: path = '/', headers } = request
    const key = `${method} ${path.split('?')[0]}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    const call: Call = { method, path, headers, body: Buffer.concat(chunks).toString('utf8'), count }
    calls.push(call)
    const own = (text: string): string => known.reduce((all, [alias, name]) => all.replaceAll(alias, name), text)
    const alias = (text: string): string => known.reduce((all, [name, was]) => all.replaceAll(was, name), text)
    const answer = await fetch(
      new Request(`http://${headers.host}${path}`, {
        method,
        headers: Object.entries(headers)
          .filter(([name]) => name !== 'content-length')
          .map(([name, value]) => [name, own(String(value))]),
        ...(method === 'GET' || method === 'HEAD' ? {} : { body: own(call.body) }),
      }),
    )
    const genuine: UpstreamResponse = {
      status: answer.status,
      headers: Object.fromEntries([...answer.headers].map(([name, value]) => [name, alias(value)])),
      body: Buffer.from(alias(await answer.text())),
    }
    if ((await spoil(call, genuine, response)) !== true) forward(genuine, response)
  })
  const emulator = createEmulator(options, server.url)
  fetch = emulator.fetch
  const { target, auth, other } = emulator.config
  const tokens = new Map([
    ['tokenOf:conformance', auth.token],
    ['tokenOf:other', other.token],
  ])
  const known = aliases.map(([alias, name]) => [alias, tokens.get(name) ?? name] as const)
  const names = async (collection: string): Promise<string[]> => {
    const answer = await fetch(
      new Request(`${server.url}/v2/${target.tenant}/${collection}`, { headers: { 'x-auth-token': await signIn() } }),
    )
    if (answer.status !== 200) throw new TypeError(`The emulator answers ${answer.status} to a list of ${collection}.`)
    return [...(await answer.text()).matchAll(/"name": ?"([^"]*)"/g)].map(([, name]) => name ?? '')
  }
  /** A token of its own: that of the configuration may have expired. */
  const signIn = async (): Promise<string> => {
    const answer = await fetch(
      new Request(`${server.url}/identity/v3/auth/tokens`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `{"auth":{"identity":{${passwordIdentity}},"scope":{"project":{"id":"${target.tenant}"}}}}`,
      }),
    )
    return answer.headers.get('x-subject-token') ?? ''
  }
  const application = applicationCredentialOf(emulator.state.accounts.conformance)
  return { url: server.url, config: emulator.config, application, calls, names, signIn, close: server.close }
}
