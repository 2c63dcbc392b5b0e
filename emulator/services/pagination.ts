import { defineHook } from '../fault-injection/hooks.ts'
import { badRequest } from '../server/errors.ts'
import type { OperationCall } from './operation.ts'

/** The longest page (Nova's osapi_max_limit). */
export const maximumPage = 1000

/** Returns the value of a query parameter: the last one when it is given several times, as in Nova. */
export function queryValue(query: URLSearchParams, name: string): string | undefined {
  return query.getAll(name).at(-1)
}

/** Returns a non-negative integer in the query. @throws ApiError 400 for any other value, the empty one included. */
export function queryCount(query: URLSearchParams, name: string): number | undefined {
  const text = queryValue(query, name)
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text))
    throw badRequest(`Invalid input for query parameter ${name}: '${text}' is not a number >= 0.`)
  return Number(text)
}

/** Returns an integer in the query, which may be negative. @throws ApiError 400 for any other value. */
export function queryInteger(query: URLSearchParams, name: string): number | undefined {
  const text = queryValue(query, name)
  if (text === undefined) return undefined
  if (!/^\s*-?\d+\s*$/.test(text)) throw badRequest(`Invalid ${name} filter [${text}]`)
  return Number(text)
}

/** Returns the slice of a list that has `limit` and `offset` but no pages. As in Nova, a `limit` of 0 means none. @throws ApiError 400 */
export function sliceByQuery<Item>(items: readonly Item[], query: URLSearchParams): readonly Item[] {
  const limit = queryCount(query, 'limit') || maximumPage
  const offset = queryCount(query, 'offset') ?? 0
  return items.slice(offset, offset + limit)
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Set when the page is full, so that more items may follow. As in Nova, nothing checks whether any do. */
  readonly next: { readonly limit: number; readonly marker: string } | undefined
}

/** Returns the largest number of items in a page. @throws ApiError 400 */
export const readLimit = defineHook('lists.limit', ({ query }: OperationCall): number =>
  Math.min(queryCount(query, 'limit') ?? maximumPage, maximumPage),
)

/** Returns the index of the item with which a page begins. @throws ApiError 400 for a marker that is not in the list. */
export const indexAfterMarker = defineHook(
  'lists.indexAfterMarker',
  ({ query }: OperationCall, items: readonly { readonly id: string }[]): number => {
    const marker = queryValue(query, 'marker')
    if (marker === undefined || marker === '') return 0
    const index = items.findIndex((item) => item.id === marker)
    if (index === -1) throw badRequest(`marker [${marker}] not found`)
    return index + 1
  },
)

/**
 * Returns the page of a sorted list that a call asks for: at most `limit` matching items after the marker. The marker itself need not
 * match.
 * @throws ApiError 400
 */
export function paginate<Item extends { readonly id: string }>(
  call: OperationCall,
  items: readonly Item[],
  matches: (item: Item) => boolean,
): Page<Item> {
  const limit = readLimit(call)
  const page: Item[] = []
  const first = indexAfterMarker(call, items)
  for (let index = first; index < items.length && page.length < limit; index++) {
    const item = items[index]
    if (item !== undefined && matches(item)) page.push(item)
  }
  const last = page.at(-1)
  const isFull = last !== undefined && page.length === limit
  return { items: page, next: isFull ? { limit, marker: last.id } : undefined }
}
