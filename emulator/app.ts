import { type Context, Hono } from 'hono'
import { authenticate, inTenant } from './authentication.ts'
import { readJson } from './body.ts'
import { type ControlledEmulator, controlRoutes } from './control/index.ts'
import { keystoneFault, neutronFault, novaFault } from './errors.ts'
import { exchange, type Incoming, type Service, type Site } from './exchange.ts'
import { catchUp } from './machine/course.ts'
import { microversionHeaders } from './microversion.ts'
import type { OpenOperation, Operation } from './operation.ts'
import type { Bindings } from './peer.ts'
import { notFoundPage, type Reply } from './reply.ts'
import { actionOperations } from './routes/actions.ts'
import { attachmentOperations } from './routes/attachments.ts'
import { flavorOperations } from './routes/flavors.ts'
import { identityOperations } from './routes/identity.ts'
import { imageOperations, imageVersions } from './routes/images.ts'
import { keypairOperations } from './routes/keypairs.ts'
import { networkOperations, networkVersions } from './routes/networks.ts'
import { proxyOperations } from './routes/proxies.ts'
import { serverOperations } from './routes/servers.ts'
import { versionChoices, versionDocument, versionOperations } from './routes/versions.ts'
import { volumeOperations, volumeVersions } from './routes/volumes.ts'
import { zoneOperations } from './routes/zones.ts'
import type { World } from './state/world.ts'

const compute: Service = { fault: novaFault, hasRequestIds: true }
const identity: Service = { fault: keystoneFault, hasRequestIds: false }
const image: Service = { fault: novaFault, hasRequestIds: false }
const network: Service = { fault: neutronFault, hasRequestIds: false }
const volume: Service = { fault: novaFault, hasRequestIds: false }

/** In this order a path such as /servers/detail finds its own operation before that of a server's id. */
const computeOperations: readonly Operation[] = [
  ...flavorOperations,
  ...zoneOperations,
  ...keypairOperations,
  ...serverOperations,
  ...actionOperations,
  ...attachmentOperations,
  ...proxyOperations,
]

/** Nova routes a path by its tenant only when that looks like one; anything else is no resource. */
const tenant = ':tenant{[0-9a-f-]+}'

/** Routes every request of the origin to its operation; the control API is there only when somebody may have it. */
export function createApp(site: Site, controlled: ControlledEmulator | undefined): Hono<Bindings> {
  const app = new Hono<Bindings>()
  if (controlled !== undefined) app.route('/_emulator', controlRoutes(controlled))
  for (const operation of versionOperations) mountOpen(app, site, compute, operation)
  for (const version of ['v2', 'v2.1']) {
    for (const operation of computeOperations) mount(app, site, compute, version, `/${version}/${tenant}`, operation)
  }
  for (const operation of identityOperations) mountOpen(app, site, identity, operation)
  for (const operation of imageOperations) mount(app, site, image, 'v2', '/image', operation)
  for (const operation of networkOperations) mount(app, site, network, 'v2.0', '/network', operation)
  for (const version of ['v2', 'v3']) {
    for (const operation of volumeOperations) {
      mount(app, site, volume, version, `/volume/${version}/${tenant}`, operation)
    }
  }
  for (const operation of companionRoots) mountOpen(app, site, image, operation)
  // What is thrown past an exchange is meant for whoever called `fetch`.
  app.onError((error) => {
    throw error
  })
  app.notFound((context) => exchange(site, incoming(compute, 'unknown', context), () => unrouted(site.world, context)))
  return app
}

const incoming = (service: Service, operation: string, { req, env }: Context<Bindings>): Incoming => ({
  service,
  operation,
  request: req.raw,
  peer: env.peer,
})

function mount(
  app: Hono<Bindings>,
  site: Site,
  service: Service,
  version: string,
  root: string,
  operation: Operation,
): void {
  app.on(operation.method, `${root}${operation.path}`, (context) =>
    exchange(site, incoming(service, operation.name, context), (noteBody) =>
      perform(site.world, service, version, operation, context, noteBody),
    ),
  )
}

async function perform(
  world: World,
  service: Service,
  version: string,
  operation: Operation,
  context: Context,
  noteBody: (body: unknown) => void,
): Promise<Reply> {
  const request = context.req.raw
  const caller = authenticate(world, request)
  // Nova routes no HEAD, although the framework would answer it like a GET.
  if (request.method === 'HEAD' && service === compute) return notFoundPage
  const tenantId: string | undefined = context.req.param('tenant')
  const user = tenantId === undefined ? caller : inTenant(world, caller, tenantId)
  const extraHeaders = service === compute ? microversionHeaders(version, request) : {}
  const { origin, searchParams } = new URL(request.url)
  const takesBody = operation.method === 'POST' || operation.method === 'PUT'
  const body = takesBody ? await readJson(request) : null
  noteBody(body)
  catchUp(world)
  const reply = await operation.handle({
    world,
    user,
    place: { origin, version, tenantId: user.tenant.id },
    query: searchParams,
    body,
    request,
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
        body: operation.method === 'POST' ? await readJson(request) : null,
        request,
      }),
    )
  })
}

const root = (paths: readonly string[], handle: OpenOperation['handle']): OpenOperation[] =>
  paths.map((path) => ({ name: `root ${path}`, method: 'GET', path, handle }))

/** The version documents of the companion services; image and block storage answer theirs with 300. */
const companionRoots: readonly OpenOperation[] = [
  ...root(['/image', '/image/', '/image/versions'], ({ origin }) => choices(imageVersions(origin))),
  ...root(['/network', '/network/'], ({ origin }) => ({ status: 200, headers: {}, body: networkVersions(origin) })),
  ...root(['/volume', '/volume/'], ({ origin }) => choices(volumeVersions(origin))),
]

function choices(body: Reply['body']): Reply {
  return { status: 300, headers: {}, body }
}

/**
 * What no operation answers. Below a version the token comes first, then Nova's page for an unknown resource; any other
 * path is answered with the versions to choose from.
 */
function unrouted(world: World, context: Context): Reply {
  const { origin, pathname } = new URL(context.req.url)
  if (/^\/(image|network|volume|identity)(\/|$)/.test(pathname)) return notFoundPage
  const [, version = '', tenantId = '', ...rest] = pathname.split('/')
  const document = versionDocument(origin, version)
  if (document === undefined) return { status: 300, headers: {}, body: versionChoices(origin, pathname) }
  authenticate(world, context.req.raw)
  if (context.req.method === 'OPTIONS') return { status: 200, headers: {}, body: undefined }
  const isTenantRoot = /^[0-9a-f-]+$/.test(tenantId) && rest.join('/') === '' && rest.length === 1
  return isTenantRoot && context.req.method === 'GET' ? { status: 200, headers: {}, body: document } : notFoundPage
}
