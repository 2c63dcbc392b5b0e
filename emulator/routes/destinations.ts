import { TrieRouter } from 'hono/router/trie-router'
import type { Service } from '../exchange.ts'
import type { OpenOperation, Operation } from '../operation.ts'
import { areas, serviceOf } from './services.ts'

/** An operation that a path leads to, and the names in that path. */
export interface Route<Kind> {
  readonly operation: Kind
  /** Decoded; '' for a name that the path has not. */
  readonly param: (name: string) => string
}

/** Whose path it is, and what it leads to there. */
export interface Destination {
  readonly service: Service
  readonly version: string
  /** undefined where the path names none. */
  readonly tenantId: string | undefined
  /** undefined: nowhere. */
  readonly route: Route<Operation> | undefined
}

function decoded(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The first of a router's operations that answers to a path. */
function firstMatch<Kind>(router: TrieRouter<Kind>, method: string, path: string): Route<Kind> | undefined {
  const [[first] = []] = router.match(method, path)
  if (first === undefined) return undefined
  const [operation, params] = first
  return { operation, param: (name) => decoded(String(params[name] ?? '')) }
}

const tables = new Map(
  areas.map(({ service, location, operations }) => {
    const router = new TrieRouter<Operation>()
    for (const operation of operations) router.add(operation.method, operation.path, operation)
    return [service, { location, router }]
  }),
)

/** Looks for an operation that needs a token. Nova routes no HEAD; the other services answer it like GET. */
export function findOperation(method: string, path: string): Destination {
  const service = serviceOf(path)
  const nowhere = { service, version: '', tenantId: undefined, route: undefined }
  const table = tables.get(service)
  const place = table?.location?.exec(path)?.groups
  if (table === undefined || place === undefined) return nowhere
  const { version = '', tenant, rest = '' } = place
  const wanted = method === 'HEAD' && service.name !== 'compute' ? 'GET' : method
  return { service, version, tenantId: tenant, route: firstMatch(table.router, wanted, rest) }
}

const open = new TrieRouter<{ readonly service: Service; readonly operation: OpenOperation }>()
for (const { service, open: operations } of areas) {
  for (const operation of operations) open.add(operation.method, operation.path, { service, operation })
}

/** Looks for an operation that needs no token: its paths stand for themselves, and HEAD is answered like GET. */
export function findOpen(
  method: string,
  path: string,
): (Route<OpenOperation> & { readonly service: Service }) | undefined {
  const found = firstMatch(open, method === 'HEAD' ? 'GET' : method, path)
  return found && { ...found.operation, param: found.param }
}
