import { notFound } from '../../server/errors.ts'
import type { JsonObject } from '../../server/response.ts'
import { type Operation, type OperationCall, readOperation } from '../operation.ts'
import { paginate } from '../pagination.ts'

interface Owned {
  readonly id: string
  readonly tenantId: string
}

/** A collection of resources in the network service. */
export interface NetworkCollection<Item extends Owned> {
  /** The name in paths, for example `security-groups`. */
  readonly plural: string
  /** The name in messages, for example `security group`. */
  readonly singular: string
  /** The resources of all tenants. */
  readonly items: (call: OperationCall) => readonly Item[]
  readonly represent: (call: OperationCall, item: Item) => JsonObject
  /** Whether other tenants may see a resource; by default none. */
  readonly isShared?: (item: Item) => boolean
}

/** Returns the key of the wrapper of a resource or a list. */
export const keyOf = (name: string): string => name.replaceAll(/[- ]/g, '_')

function visible<Item extends Owned>(
  { items, isShared }: NetworkCollection<Item>,
  call: OperationCall,
): readonly Item[] {
  return items(call).filter((item) => item.tenantId === call.user.tenant.id || isShared?.(item))
}

/** Returns the resource that the path names. @throws ApiError 404 */
export function findIn<Item extends Owned>(collection: NetworkCollection<Item>, call: OperationCall): Item {
  const id = call.param('id')
  const item = visible(collection, call).find((candidate) => candidate.id === id)
  if (item === undefined) throw notFound(`There is no ${collection.singular} ${id}.`)
  return item
}

/** Returns the operations list and show. As in Neutron, the list can be filtered by the exact value of any attribute. */
export function readOperations<Item extends Owned>(collection: NetworkCollection<Item>): Operation[] {
  const { plural, singular, represent } = collection
  const path = `/v2.0/${plural}`
  return [
    readOperation(`network.${plural}.list`, path, (call) => {
      const all = visible(collection, call).map((item) => ({ id: item.id, body: represent(call, item) }))
      const page = paginate(call, all, ({ body }) => matches(body, call.query))
      return { [keyOf(plural)]: page.items.map(({ body }) => body) }
    }),
    readOperation(`network.${plural}.show`, `${path}/:id`, (call) => ({
      [keyOf(singular)]: represent(call, findIn(collection, call)),
    })),
  ]
}

function matches(item: JsonObject, query: URLSearchParams): boolean {
  return [...new Set(query.keys())].every((name) => {
    const value = item[name]
    if (value === undefined || (typeof value === 'object' && value !== null)) return true
    const values = query.getAll(name)
    return values.includes(String(value)) || (typeof value === 'boolean' && values.includes(value ? 'True' : 'False'))
  })
}
