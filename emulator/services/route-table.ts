import type { Service } from '../server/request-pipeline.ts'
import { type Route, RouteTrie } from '../server/route-trie.ts'
import type { Operation, PublicOperation } from './operation.ts'
import { serviceApis, serviceOf } from './services.ts'

/** The service that a path belongs to, and the operation that it leads to. */
export interface RouteMatch {
  readonly service: Service
  readonly version: string
  /** undefined when the path has none. */
  readonly tenantId: string | undefined
  /** undefined when there is no such operation. */
  readonly route: Route<Operation> | undefined
}

const tables = new Map(
  serviceApis.map(({ service, parsePath, operations }) => {
    const routes = new RouteTrie<Operation>()
    for (const operation of operations) routes.add(operation.method, operation.path, operation)
    return [service, { parsePath, routes }]
  }),
)

/** Finds an operation that needs a token. Nova has no route for HEAD; the other services treat it like GET. */
export function findOperation(method: string, path: string): RouteMatch {
  const service = serviceOf(path)
  const table = tables.get(service)
  const servicePath = table?.parsePath?.(path)
  if (table === undefined || servicePath === undefined)
    return { service, version: '', tenantId: undefined, route: undefined }
  const { version, tenantId, rest } = servicePath
  const routedMethod = method === 'HEAD' && service.name !== 'compute' ? 'GET' : method
  return { service, version, tenantId, route: table.routes.find(routedMethod, rest) }
}

const publicRoutes = new RouteTrie<{ readonly service: Service; readonly operation: PublicOperation }>()
for (const { service, publicOperations: operations } of serviceApis) {
  for (const operation of operations) publicRoutes.add(operation.method, operation.path, { service, operation })
}

/** Finds an operation that needs no token, by its whole path. HEAD is treated like GET. */
export function findPublicOperation(
  method: string,
  path: string,
): (Route<PublicOperation> & { readonly service: Service }) | undefined {
  const match = publicRoutes.find(method === 'HEAD' ? 'GET' : method, path)
  return match && { ...match.operation, param: match.param }
}
