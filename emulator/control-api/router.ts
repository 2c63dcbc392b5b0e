import { BodyTooLarge } from '../server/errors.ts'
import { isLoopback, type Peer } from '../server/remote-address.ts'
import type { EmulatorRequest } from '../server/request.ts'
import { readBytes } from '../server/request-body.ts'
import { parseRequestUrl } from '../server/request-url.ts'
import { type EmulatorResponse, noContent } from '../server/response.ts'
import { RouteTrie } from '../server/route-trie.ts'
import { clockRoutes } from './clock.ts'
import { faultRoutes } from './faults.ts'
import { requestRoutes } from './requests.ts'
import { type ControlCall, ControlError, type ControlledEmulator, type ControlRoute } from './route.ts'
import { serverRoutes } from './servers.ts'
import { stateRoutes } from './state.ts'
import { timingRoutes } from './timing.ts'

/** In bytes; a snapshot of about ten thousand servers fits. */
const maximumBodyBytes = 256 * 1024 * 1024

const index: ControlRoute = {
  method: 'GET',
  path: '/',
  handle: () => ({ routes: allRoutes.map(({ method, path }) => `${method} /_emulator${path}`) }),
}

const allRoutes: readonly ControlRoute[] = [
  index,
  ...clockRoutes,
  ...timingRoutes,
  ...faultRoutes,
  ...stateRoutes,
  ...serverRoutes,
  ...requestRoutes,
]

/** Handles a request below `/_emulator`. */
export type Control = (request: EmulatorRequest, peer: Peer | undefined) => Promise<EmulatorResponse>

/** Returns the handler of every route below `/_emulator`. */
export function controlRoutes(controlled: ControlledEmulator): Control {
  const routes = new RouteTrie<ControlRoute>()
  for (const route of allRoutes) routes.add(route.method, route.path, route)
  return async (request, peer) => {
    try {
      return await handle(routes, controlled, request, peer)
    } catch (error) {
      if (!(error instanceof ControlError)) throw error
      const { status, headers } = error
      return { status, headers, body: JSON.stringify({ error: { code: status, message: error.message } }) }
    }
  }
}

async function handle(
  routes: RouteTrie<ControlRoute>,
  controlled: ControlledEmulator,
  request: EmulatorRequest,
  peer: Peer | undefined,
): Promise<EmulatorResponse> {
  const { origin, path, search } = parseRequestUrl(request.url)
  requireLocalCaller(request, origin, peer)
  const relativePath = path.replace(/^\/_emulator/, '')
  const routePath = relativePath === '' ? '/' : relativePath
  const route = routes.find(request.method, routePath)
  if (route === undefined) throw noRoute(request.method, relativePath, routes.methodsOf(routePath))
  const hasBody = request.method !== 'GET' && request.method !== 'DELETE'
  const call: ControlCall = {
    ...controlled,
    origin,
    query: new URLSearchParams(search),
    body: hasBody ? await readBody(request) : undefined,
    param: route.param,
  }
  const body = route.operation.handle(call)
  return body === undefined ? noContent : { status: 200, headers: {}, body: JSON.stringify(body) }
}

/**
 * Rejects other machines, and web pages: a page in a local browser could send requests here, to this address or to a name that
 * resolves to it.
 * @throws ControlError 403
 */
function requireLocalCaller(request: EmulatorRequest, origin: string, peer: Peer | undefined): void {
  if (peer !== undefined && !isLoopback(peer.address ?? '')) {
    throw new ControlError(403, 'The control API serves only callers on the same machine.')
  }
  const host = new URL(origin).hostname.replace(/^\[|\]$/g, '')
  if (!isLoopback(host) && !host.endsWith('.localhost')) {
    throw new ControlError(403, `The control API is not served as ${host}: use 127.0.0.1 or localhost.`)
  }
  if (request.header('origin') !== undefined) {
    throw new ControlError(403, 'The control API does not serve web pages.')
  }
}

function noRoute(method: string, path: string, allowed: readonly string[]): ControlError {
  if (allowed.length === 0) {
    return new ControlError(404, `There is no /_emulator${path}: GET /_emulator lists the routes.`)
  }
  const allow = allowed.join(', ')
  return new ControlError(405, `${method} is not allowed at /_emulator${path}: use ${allow}.`, { headers: { allow } })
}

/** Returns the JSON body, whatever its content type; undefined for an empty one. @throws ControlError 400, 413 */
async function readBody(request: EmulatorRequest): Promise<unknown> {
  try {
    const text = new TextDecoder().decode(await readBytes(request, maximumBodyBytes))
    return text.trim() === '' ? undefined : JSON.parse(text)
  } catch (cause) {
    if (cause instanceof BodyTooLarge) throw new ControlError(413, cause.message, { cause })
    throw new ControlError(400, `The body is not JSON: ${cause instanceof Error ? cause.message : cause}.`, { cause })
  }
}
