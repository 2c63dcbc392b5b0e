import { versionChoices, versionDocument } from '../services/compute/versions.ts'
import type { Method, Operation, PublicOperation } from '../services/operation.ts'
import { findOperation, findPublicOperation, type RouteMatch } from '../services/route-table.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { runDueEvents } from '../transitions/dispatch.ts'
import { authenticate, inTenant } from './authentication.ts'
import { microversionHeaders } from './microversion.ts'
import type { EmulatorRequest } from './request.ts'
import { discardBody, readJson } from './request-body.ts'
import { handleRequest, type PipelineContext, type RequestNotes, type Service } from './request-pipeline.ts'
import { parseRequestUrl, type RequestUrl } from './request-url.ts'
import { type EmulatorResponse, notFoundPage } from './response.ts'
import type { Route } from './route-trie.ts'

/** Leads every request of the origin to its operation. */
export function createApp(site: PipelineContext): (request: EmulatorRequest) => Promise<EmulatorResponse | undefined> {
  return (request) => {
    const target = parseRequestUrl(request.url)
    const destination = findOperation(request.method, target.path)
    if (destination.route !== undefined) return serve(site, request, target, destination, destination.route)
    const open = findPublicOperation(request.method, target.path)
    if (open !== undefined) return serveOpen(site, request, target, open)
    const { service } = destination
    return handleRequest(site, { service, operation: 'unknown', request, target }, () =>
      unrouted(site.cloud, service, request, target),
    )
  }
}

const takesBody = (method: Method) => method === 'POST' || method === 'PUT' || method === 'PATCH'

function serve(
  site: PipelineContext,
  request: EmulatorRequest,
  target: RequestUrl,
  destination: RouteMatch,
  route: Route<Operation>,
): Promise<EmulatorResponse | undefined> {
  const incoming = { service: destination.service, operation: route.operation.name, request, target }
  return handleRequest(site, incoming, (notes) => perform(site.cloud, request, target, destination, route, notes))
}

async function perform(
  cloud: CloudState,
  request: EmulatorRequest,
  { origin, search }: RequestUrl,
  { service, version, tenantId }: RouteMatch,
  { operation, param }: Route<Operation>,
  notes: RequestNotes,
): Promise<EmulatorResponse> {
  const caller = authenticate(cloud, request)
  const user = tenantId === undefined ? caller : inTenant(cloud, caller, tenantId)
  const extraHeaders = service.name === 'compute' ? microversionHeaders(version, request) : undefined
  if (takesBody(operation.method)) {
    notes.body = operation.isUpload ? await discardBody(request) : await readJson(request)
    runDueEvents(cloud)
  } else notes.body = null
  const response = await operation.handle({
    cloud,
    operation: operation.name,
    user,
    urlBase: { origin, version, tenantPath: tenantId === undefined ? '' : `/${tenantId}` },
    query: new URLSearchParams(search),
    body: notes.body,
    request,
    requestId: notes.requestId,
    param,
  })
  return extraHeaders === undefined ? response : { ...response, headers: { ...extraHeaders, ...response.headers } }
}

function serveOpen(
  site: PipelineContext,
  request: EmulatorRequest,
  target: RequestUrl,
  { service, operation, param }: Route<PublicOperation> & { readonly service: Service },
): Promise<EmulatorResponse | undefined> {
  return handleRequest(site, { service, operation: operation.name, request, target }, async () =>
    operation.handle({
      cloud: site.cloud,
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
function unrouted(
  cloud: CloudState,
  service: Service,
  request: EmulatorRequest,
  { origin, path }: RequestUrl,
): EmulatorResponse {
  if (service.name !== 'compute') return notFoundPage
  const [, version = '', tenantId = '', ...rest] = path.split('/')
  const document = versionDocument(origin, version)
  if (document === undefined) return { status: 300, headers: {}, body: versionChoices(origin, path) }
  authenticate(cloud, request)
  if (request.method === 'OPTIONS') return { status: 200, headers: {}, body: undefined }
  const isTenantRoot = /^[0-9a-f-]+$/.test(tenantId) && rest.join('/') === '' && rest.length === 1
  return isTenantRoot && request.method === 'GET' ? { status: 200, headers: {}, body: document } : notFoundPage
}
