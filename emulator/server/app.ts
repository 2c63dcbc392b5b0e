import { defineHook } from '../fault-injection/hooks.ts'
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

type PendingResponse = Promise<EmulatorResponse | undefined>

/** Routes every request of the origin to its operation. */
export function createApp(context: PipelineContext): (request: EmulatorRequest) => PendingResponse {
  return (request) => {
    const target = parseRequestUrl(request.url)
    const match = routeOf(context.cloud, request.method, target.path)
    if (match.route !== undefined) return serve(context, request, target, match, match.route)
    const open = findPublicOperation(request.method, target.path)
    if (open !== undefined) return serveOpen(context, request, target, open)
    const { service } = match
    return handleRequest(context, { service, operation: 'unknown', request, target }, () =>
      respondUnrouted(context.cloud, service, request, target),
    )
  }
}

/** Returns the service and the operation that a method and a path lead to. */
export const routeOf = defineHook(
  'requests.route',
  (_cloud: CloudState, method: string, path: string): RouteMatch => findOperation(method, path),
)

const takesBody = (method: Method) => method === 'POST' || method === 'PUT' || method === 'PATCH'

function serve(
  context: PipelineContext,
  request: EmulatorRequest,
  target: RequestUrl,
  match: RouteMatch,
  route: Route<Operation>,
): PendingResponse {
  const incoming = { service: match.service, operation: route.operation.name, request, target }
  return handleRequest(context, incoming, (notes) =>
    runOperation(context.cloud, { ...match, request, target, route }, notes),
  )
}

/** A request and the operation that it leads to. */
interface RoutedRequest extends Pick<RouteMatch, 'service' | 'version' | 'tenantId'> {
  readonly request: EmulatorRequest
  readonly target: RequestUrl
  readonly route: Route<Operation>
}

async function runOperation(
  cloud: CloudState,
  { request, target: { origin, search }, service, version, tenantId, route: { operation, param } }: RoutedRequest,
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
  context: PipelineContext,
  request: EmulatorRequest,
  target: RequestUrl,
  { service, operation, param }: Route<PublicOperation> & { readonly service: Service },
): PendingResponse {
  return handleRequest(context, { service, operation: operation.name, request, target }, async () =>
    operation.handle({
      cloud: context.cloud,
      origin: target.origin,
      body: takesBody(operation.method) ? await readJson(request) : null,
      request,
      param,
    }),
  )
}

/**
 * Returns the response where no operation matches. Below a Compute version the token is checked first, and Nova's page for an unknown
 * resource follows; any other path of Compute gets the list of versions.
 */
function respondUnrouted(
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
