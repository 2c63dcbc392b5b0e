import { authenticate, inTenant } from './authentication.ts'
import { dropBytes, readJson } from './body.ts'
import { exchange, type Notes, type Service, type Site } from './exchange.ts'
import { catchUp } from './machine/course.ts'
import type { Message } from './message.ts'
import { microversionHeaders } from './microversion.ts'
import type { Method, OpenOperation, Operation } from './operation.ts'
import type { Route } from './path-tree.ts'
import { notFoundPage, type Reply } from './reply.ts'
import { type Destination, findOpen, findOperation } from './routes/destinations.ts'
import { versionChoices, versionDocument } from './routes/versions.ts'
import type { World } from './state/world.ts'
import { type Target, targetOf } from './target.ts'

/** Leads every request of the origin to its operation. */
export function createApp(site: Site): (request: Message) => Promise<Reply | undefined> {
  return (request) => {
    const target = targetOf(request.url)
    const destination = findOperation(request.method, target.path)
    if (destination.route !== undefined) return serve(site, request, target, destination, destination.route)
    const open = findOpen(request.method, target.path)
    if (open !== undefined) return serveOpen(site, request, target, open)
    const { service } = destination
    return exchange(site, { service, operation: 'unknown', request, target }, () =>
      unrouted(site.world, service, request, target),
    )
  }
}

const takesBody = (method: Method) => method === 'POST' || method === 'PUT' || method === 'PATCH'

function serve(
  site: Site,
  request: Message,
  target: Target,
  destination: Destination,
  route: Route<Operation>,
): Promise<Reply | undefined> {
  const incoming = { service: destination.service, operation: route.operation.name, request, target }
  return exchange(site, incoming, (notes) => perform(site.world, request, target, destination, route, notes))
}

async function perform(
  world: World,
  request: Message,
  { origin, search }: Target,
  { service, version, tenantId }: Destination,
  { operation, param }: Route<Operation>,
  notes: Notes,
): Promise<Reply> {
  const caller = authenticate(world, request)
  const user = tenantId === undefined ? caller : inTenant(world, caller, tenantId)
  const extraHeaders = service.name === 'compute' ? microversionHeaders(version, request) : undefined
  if (takesBody(operation.method)) {
    notes.body = operation.isUpload ? await dropBytes(request) : await readJson(request)
    catchUp(world)
  } else notes.body = null
  const reply = await operation.handle({
    world,
    user,
    place: { origin, version, tenantPath: tenantId === undefined ? '' : `/${tenantId}` },
    query: new URLSearchParams(search),
    body: notes.body,
    request,
    requestId: notes.requestId,
    param,
  })
  return extraHeaders === undefined ? reply : { ...reply, headers: { ...extraHeaders, ...reply.headers } }
}

function serveOpen(
  site: Site,
  request: Message,
  target: Target,
  { service, operation, param }: Route<OpenOperation> & { readonly service: Service },
): Promise<Reply | undefined> {
  return exchange(site, { service, operation: operation.name, request, target }, async () =>
    operation.handle({
      world: site.world,
      origin: target.origin,
      body: takesBody(operation.method) ? await readJson(request) : null,
      request,
      param,
    }),
  )
}

/**
 * What no operation answers. Below a version the token comes first, then Nova's page for an unknown resource; any other
 * path of Compute is answered with the versions to choose from.
 */
function unrouted(world: World, service: Service, request: Message, { origin, path }: Target): Reply {
  if (service.name !== 'compute') return notFoundPage
  const [, version = '', tenantId = '', ...rest] = path.split('/')
  const document = versionDocument(origin, version)
  if (document === undefined) return { status: 300, headers: {}, body: versionChoices(origin, path) }
  authenticate(world, request)
  if (request.method === 'OPTIONS') return { status: 200, headers: {}, body: undefined }
  const isTenantRoot = /^[0-9a-f-]+$/.test(tenantId) && rest.join('/') === '' && rest.length === 1
  return isTenantRoot && request.method === 'GET' ? { status: 200, headers: {}, body: document } : notFoundPage
}
