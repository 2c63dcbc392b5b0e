import type { Service } from '../server/request-pipeline.ts'
import { type Route, RouteTrie } from '../server/route-trie.ts'
import type { Operation, PublicOperation } from './operation.ts'
import { serviceApis, serviceOf } from './services.ts'

/** Whose path it is, and what it leads to there. */
export interface RouteMatch {
  readonly service: Service
  readonly version: string
  /** undefined where the path names none. */
  readonly tenantId: string | undefined
  /** undefined: nowhere. */
  readonly route: Route<Operation> | undefined
}

const tables = new Map(
  serviceApis.map(({ service, parsePath, operations }) => {
    const tree = new RouteTrie<Operation>()
    for (const operation of operations) tree.add(operation.method, operation.path, operation)
    return [service, { parsePath, tree }]
  }),
)

/** Looks for an operation that needs a token. Nova routes no HEAD; the other services answer it like GET. */
export function findOperation(method: string, path: string): RouteMatch {
  const service = serviceOf(path)
  const table = tables.get(service)
  const servicePath = table?.parsePath?.(path)
  if (table === undefined || servicePath === undefined)
    return { service, version: '', tenantId: undefined, route: undefined }
  const { version, tenantId, rest } = servicePath
  const wanted = method === 'HEAD' && service.name !== 'compute' ? 'GET' : method
  return { service, version, tenantId, route: table.tree.find(wanted, rest) }
}

const open = new RouteTrie<{ readonly service: Service; readonly operation: PublicOperation }>()
for (const { service, publicOperations: operations } of serviceApis) {
  for (const operation of operations) open.add(operation.method, operation.path, { service, operation })
}

/** Looks for an operation that needs no token: its paths stand for themselves, and HEAD is answered like GET. */
export function findPublicOperation(
  method: string,
  path: string,
): (Route<PublicOperation> & { readonly service: Service }) | undefined {
  const found = open.find(method === 'HEAD' ? 'GET' : method, path)
  return found && { ...found.operation, param: found.param }
}
