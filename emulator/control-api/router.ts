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

export type { ControlledEmulator }

/** A whole cloud of some ten thousand servers fits. */
const largestBody = 256 * 1024 * 1024

const index: ControlRoute = {
  method: 'GET',
  path: '/',
  handle: () => ({ routes: routes.map(({ method, path }) => `${method} /_emulator${path}`) }),
}

const routes: readonly ControlRoute[] = [
  index,
  ...clockRoutes,
  ...timingRoutes,
  ...faultRoutes,
  ...stateRoutes,
  ...serverRoutes,
  ...requestRoutes,
]

/** Answers a request below `/_emulator`. */
export type Control = (message: EmulatorRequest, peer: Peer | undefined) => Promise<EmulatorResponse>

/** The routes below `/_emulator`. */
export function controlRoutes(controlled: ControlledEmulator): Control {
  const tree = new RouteTrie<ControlRoute>()
  for (const route of routes) tree.add(route.method, route.path, route)
  return async (message, peer) => {
    try {
      return await answer(tree, controlled, message, peer)
    } catch (error) {
      if (!(error instanceof ControlError)) throw error
      const { status, headers } = error
      return { status, headers, body: JSON.stringify({ error: { code: status, message: error.message } }) }
    }
  }
}

async function answer(
  tree: RouteTrie<ControlRoute>,
  controlled: ControlledEmulator,
  message: EmulatorRequest,
  peer: Peer | undefined,
): Promise<EmulatorResponse> {
  const { origin, path, search } = parseRequestUrl(message.url)
  requireNeighbour(message, origin, peer)
  const below = path.replace(/^\/_emulator/, '')
  const found = tree.find(message.method, below === '' ? '/' : below)
  if (found === undefined) throw unrouted(message.method, below)
  const route = found.operation
  const isReading = route.method === 'GET' || route.method === 'DELETE'
  const call: ControlCall = {
    ...controlled,
    origin,
    query: new URLSearchParams(search),
    body: isReading ? undefined : await readBody(message),
    param: found.param,
  }
  const body = route.handle(call)
  return body === undefined ? noContent : { status: 200, headers: {}, body: JSON.stringify(body) }
}

/**
 * Lets only programs of this machine pass. A browser on it is kept out as well: any page could send it here, by this
 * address or by a name that leads to it.
 * @throws ControlError 403
 */
function requireNeighbour(message: EmulatorRequest, origin: string, peer: Peer | undefined): void {
  if (peer !== undefined && !isLoopback(peer.address ?? '')) {
    throw new ControlError(403, 'The control API answers only callers on the same machine.')
  }
  const host = new URL(origin).hostname.replace(/^\[|\]$/g, '')
  if (!isLoopback(host) && !host.endsWith('.localhost')) {
    throw new ControlError(403, `The control API is not served as ${host}: use 127.0.0.1 or localhost.`)
  }
  if (message.header('origin') !== undefined) {
    throw new ControlError(403, 'The control API does not answer web pages.')
  }
}

/** Wrong method, or no such path. */
function unrouted(method: string, path: string): ControlError {
  const probe = path === '' ? '/' : path
  const pattern = (route: ControlRoute) => new RegExp(`^${route.path.replace(/:[a-z]+/g, '[^/]+')}$`)
  const methods = routes.filter((route) => pattern(route).test(probe)).map((route) => route.method)
  if (methods.length === 0) {
    return new ControlError(404, `There is no /_emulator${path}: GET /_emulator lists what there is.`)
  }
  const allow = methods.join(', ')
  return new ControlError(405, `${method} is not allowed at /_emulator${path}: there is ${allow}.`, { allow })
}

/** The JSON body; undefined for none. A client such as curl may call it what it likes. @throws ControlError 400, 413 */
async function readBody(message: EmulatorRequest): Promise<unknown> {
  try {
    const text = new TextDecoder().decode(await readBytes(message, largestBody))
    return text.trim() === '' ? undefined : JSON.parse(text)
  } catch (error) {
    if (error instanceof BodyTooLarge) throw new ControlError(413, error.message)
    throw new ControlError(400, `The body is not JSON: ${error instanceof Error ? error.message : error}.`)
  }
}
