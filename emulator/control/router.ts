import { type Context, Hono } from 'hono'
import { BodyTooLarge, readBytes } from '../body.ts'
import { type Bindings, isLoopback } from '../peer.ts'
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

/** The routes below `/_emulator`. */
export function controlRoutes(controlled: ControlledEmulator): Hono<Bindings> {
  const app = new Hono<Bindings>().basePath('/_emulator')
  for (const route of routes) {
    const paths = route.path === '/' ? ['/', ''] : [route.path]
    app.on(route.method, paths, (context) => answer(context, controlled, route))
  }
  app.all('*', (context) => answer(context, controlled, undefined))
  // A defect of ours: whoever called is told by the listener, or by a rejected promise.
  app.onError((error) => {
    throw error
  })
  return app
}

async function answer(
  context: Context<Bindings>,
  controlled: ControlledEmulator,
  route: ControlRoute | undefined,
): Promise<Response> {
  try {
    requireNeighbour(context)
    if (route === undefined) throw unrouted(context)
    const body = route.handle(await callOf(context, controlled, route))
    return body === undefined ? new Response(null, { status: 204 }) : Response.json(body)
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    const { status, message, headers } = error
    return Response.json({ error: { code: status, message } }, { status, headers })
  }
}

/**
 * Lets only programs of this machine pass. A browser on it is kept out as well: any page could send it here, by this
 * address or by a name that leads to it.
 * @throws ControlError 403
 */
function requireNeighbour({ req, env }: Context<Bindings>): void {
  const { peer } = env
  if (peer !== undefined && !isLoopback(peer.address ?? '')) {
    throw new ControlError(403, 'The control API answers only callers on the same machine.')
  }
  const host = new URL(req.url).hostname.replace(/^\[|\]$/g, '')
  if (!isLoopback(host) && !host.endsWith('.localhost')) {
    throw new ControlError(403, `The control API is not served as ${host}: use 127.0.0.1 or localhost.`)
  }
  if (req.header('origin') !== undefined) throw new ControlError(403, 'The control API does not answer web pages.')
}

/** Wrong method, or no such path. */
function unrouted({ req }: Context<Bindings>): ControlError {
  const path = new URL(req.url).pathname.replace(/^\/_emulator/, '')
  const probe = path === '' ? '/' : path
  const pattern = (route: ControlRoute) => new RegExp(`^${route.path.replace(/:[a-z]+/g, '[^/]+')}$`)
  const methods = routes.filter((route) => pattern(route).test(probe)).map(({ method }) => method)
  if (methods.length === 0) {
    return new ControlError(404, `There is no /_emulator${path}: GET /_emulator lists what there is.`)
  }
  const allow = methods.join(', ')
  return new ControlError(405, `${req.method} is not allowed at /_emulator${path}: there is ${allow}.`, { allow })
}

async function callOf(
  { req }: Context<Bindings>,
  controlled: ControlledEmulator,
  { method }: ControlRoute,
): Promise<ControlCall> {
  const { origin, searchParams } = new URL(req.url)
  return {
    ...controlled,
    origin,
    query: searchParams,
    body: method === 'GET' || method === 'DELETE' ? undefined : await readBody(req.raw),
    param: (name) => req.param(name) ?? '',
  }
}

/** The JSON body; undefined for none. A client such as curl may call it what it likes. @throws ControlError 400, 413 */
async function readBody(request: Request): Promise<unknown> {
  try {
    const text = new TextDecoder().decode(await readBytes(request, largestBody))
    return text.trim() === '' ? undefined : JSON.parse(text)
  } catch (error) {
    if (error instanceof BodyTooLarge) throw new ControlError(413, error.message)
    throw new ControlError(400, `The body is not JSON: ${error instanceof Error ? error.message : error}.`)
  }
}
