import { type Context, Hono } from 'hono'
import { authenticate, inTenant } from './authentication.ts'
import { readJson } from './body.ts'
import { type ControlledEmulator, controlRoutes } from './control/index.ts'
import { exchange, type Incoming, type Notes, type Service, type Site } from './exchange.ts'
import { catchUp } from './machine/course.ts'
import { microversionHeaders } from './microversion.ts'
import type { Method, OpenOperation, Operation } from './operation.ts'
import type { Bindings } from './peer.ts'
import { notFoundPage, type Reply } from './reply.ts'
import { areas, type Mount, serviceOf } from './routes/services.ts'
import { versionChoices, versionDocument } from './routes/versions.ts'
import type { World } from './state/world.ts'

/** Routes every request of the origin to its operation; the control API is there only when somebody may have it. */
export function createApp(site: Site, controlled: ControlledEmulator | undefined): Hono<Bindings> {
  const app = new Hono<Bindings>()
  if (controlled !== undefined) app.route('/_emulator', controlRoutes(controlled))
  for (const { service, mounts, operations, open } of areas) {
    for (const operation of open) mountOpen(app, site, service, operation)
    for (const mount of mounts) {
      for (const operation of operations) mountOperation(app, site, service, mount, operation)
    }
  }
  // What is thrown past an exchange is meant for whoever called `fetch`.
  app.onError((error) => {
    throw error
  })
  app.notFound((context) => {
    const service = serviceOf(new URL(context.req.url).pathname)
    return exchange(site, incoming(service, 'unknown', context), () => unrouted(site.world, service, context))
  })
  return app
}

const incoming = (service: Service, operation: string, { req, env }: Context<Bindings>): Incoming => ({
  service,
  operation,
  request: req.raw,
  peer: env.peer,
})

function mountOperation(app: Hono<Bindings>, site: Site, service: Service, mount: Mount, operation: Operation): void {
  app.on(operation.method, `${mount.path}${operation.path}`, (context) =>
    exchange(site, incoming(service, operation.name, context), (notes) =>
      perform(site.world, service, mount.version, operation, context, notes),
    ),
  )
}

const takesBody = (method: Method) => method === 'POST' || method === 'PUT' || method === 'PATCH'

async function perform(
  world: World,
  service: Service,
  version: string,
  operation: Operation,
  context: Context,
  notes: Notes,
): Promise<Reply> {
  const request = context.req.raw
  const caller = authenticate(world, request)
  // Nova routes no HEAD, although the framework would answer it like a GET.
  if (request.method === 'HEAD' && service.name === 'compute') return notFoundPage
  const tenantId: string | undefined = context.req.param('tenant')
  const user = tenantId === undefined ? caller : inTenant(world, caller, tenantId)
  const extraHeaders = service.name === 'compute' ? microversionHeaders(version, request) : {}
  const { origin, searchParams } = new URL(request.url)
  const body = takesBody(operation.method) ? await readJson(request) : null
  notes.body = body
  catchUp(world)
  const reply = await operation.handle({
    world,
    user,
    place: { origin, version, tenantPath: tenantId === undefined ? '' : `/${tenantId}` },
    query: searchParams,
    body,
    request,
    requestId: notes.requestId,
    param: (name) => context.req.param(name) ?? '',
  })
  return { ...reply, headers: { ...extraHeaders, ...reply.headers } }
}

function mountOpen(app: Hono<Bindings>, site: Site, service: Service, operation: OpenOperation): void {
  app.on(operation.method, operation.path, (context) => {
    const request = context.req.raw
    return exchange(site, incoming(service, operation.name, context), async () =>
      operation.handle({
        world: site.world,
        origin: new URL(request.url).origin,
        body: takesBody(operation.method) ? await readJson(request) : null,
        request,
        param: (name) => context.req.param(name) ?? '',
      }),
    )
  })
}

/**
 * What no operation answers. Below a version the token comes first, then Nova's page for an unknown resource; any other
 * path of Compute is answered with the versions to choose from.
 */
function unrouted(world: World, service: Service, context: Context): Reply {
  if (service.name !== 'compute') return notFoundPage
  const { origin, pathname } = new URL(context.req.url)
  const [, version = '', tenantId = '', ...rest] = pathname.split('/')
  const document = versionDocument(origin, version)
  if (document === undefined) return { status: 300, headers: {}, body: versionChoices(origin, pathname) }
  authenticate(world, context.req.raw)
  if (context.req.method === 'OPTIONS') return { status: 200, headers: {}, body: undefined }
  const isTenantRoot = /^[0-9a-f-]+$/.test(tenantId) && rest.join('/') === '' && rest.length === 1
  return isTenantRoot && context.req.method === 'GET' ? { status: 200, headers: {}, body: document } : notFoundPage
}
