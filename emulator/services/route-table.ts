import type { Service } from '../server/request-pipeline.ts'
import { type Route, RouteTrie } from '../server/route-trie.ts'
import type { OpenOperation, Operation } from './operation.ts'
import { areas, serviceOf } from './services.ts'

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
  areas.map(({ service, location, operations }) => {
    const tree = new RouteTrie<Operation>()
    for (const operation of operations) tree.add(operation.method, operation.path, operation)
    return [service, { location, tree }]
  }),
)

/** Looks for an operation that needs a token. Nova routes no HEAD; the other services answer it like GET. */
export function findOperation(method: string, path: string): RouteMatch {
  const service = serviceOf(path)
  const table = tables.get(service)
  const place = table?.location?.(path)
  if (table === undefined || place === undefined) return { service, version: '', tenantId: undefined, route: undefined }
  const { version, tenantId, rest } = place
  const wanted = method === 'HEAD' && service.name !== 'compute' ? 'GET' : method
  return { service, version, tenantId, route: table.tree.find(wanted, rest) }
}

const open = new RouteTrie<{ readonly service: Service; readonly operation: OpenOperation }>()
for (const { service, open: operations } of areas) {
  for (const operation of operations) open.add(operation.method, operation.path, { service, operation })
}

/** Looks for an operation that needs no token: its paths stand for themselves, and HEAD is answered like GET. */
export function findOpen(
  method: string,
  path: string,
): (Route<OpenOperation> & { readonly service: Service }) | undefined {
  const found = open.find(method === 'HEAD' ? 'GET' : method, path)
  return found && { ...found.operation, param: found.param }
}
