import { badRequest } from '../server/errors.ts'

/** Nova's osapi_max_limit: no page is longer. */
export const maximumPage = 1000

/** The last value of a parameter given several times, as Nova reads it. */
export function queryValue(query: URLSearchParams, name: string): string | undefined {
  return query.getAll(name).at(-1)
}

/** A non-negative whole number of the query; `isUnchecked` lets others pass as absent (a fault). @throws ApiError 400 for anything else, an empty value too. */
export function queryCount(query: URLSearchParams, name: string, isUnchecked = false): number | undefined {
  const text = queryValue(query, name)
  if (text === undefined || (isUnchecked && !/^\d+$/.test(text))) return undefined
  if (!/^\d+$/.test(text))
    throw badRequest(`Invalid input for query parameter ${name}: '${text}' is not a number >= 0.`)
  return Number(text)
}

/** Any whole number of the query, negative ones too. @throws ApiError 400 for anything else. */
export function queryInteger(query: URLSearchParams, name: string): number | undefined {
  const text = queryValue(query, name)
  if (text === undefined) return undefined
  if (!/^\s*-?\d+\s*$/.test(text)) throw badRequest(`Invalid ${name} filter [${text}]`)
  return Number(text)
}

/** A slice of a list that is not in pages: `limit` 0 means no limit here, as in Nova. @throws ApiError 400 */
export function sliceByQuery<Item>(items: readonly Item[], query: URLSearchParams): readonly Item[] {
  const limit = queryCount(query, 'limit') || maximumPage
  const offset = queryCount(query, 'offset') ?? 0
  return items.slice(offset, offset + limit)
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Set when the page is full, so that more may follow; Nova does not look whether anything does. */
  readonly next: { readonly limit: number; readonly marker: string } | undefined
}

/** How a list deviates on purpose; see faults/. */
export interface PagingFaults {
  readonly limitIgnored: boolean
  readonly markerSkips: boolean
  readonly markerIgnored: boolean
  readonly badQueryAccepted: boolean
}

export const faultlessPaging: PagingFaults = {
  limitIgnored: false,
  markerSkips: false,
  markerIgnored: false,
  badQueryAccepted: false,
}

/**
 * Cuts a page out of a list that is already in order: what follows the marker (the marker itself excluded) and matches,
 * at most `limit` long. The marker itself need not match.
 * @throws ApiError 400 for a marker that is not in the list.
 */
export function paginate<Item extends { readonly id: string }>(
  items: readonly Item[],
  matches: (item: Item) => boolean,
  query: URLSearchParams,
  faults: PagingFaults,
): Page<Item> {
  const asked = queryCount(query, 'limit', faults.badQueryAccepted)
  const limit = Math.min(asked ?? maximumPage, maximumPage)
  const most = faults.limitIgnored ? Number.POSITIVE_INFINITY : limit
  const page: Item[] = []
  const first = placeAfterMarker(items, queryValue(query, 'marker'), faults)
  for (let index = first; index < items.length && page.length < most; index++) {
    const item = items[index]
    if (item !== undefined && matches(item)) page.push(item)
  }
  const last = page.at(-1)
  const isFull = last !== undefined && page.length === limit
  return { items: page, next: isFull ? { limit, marker: last.id } : undefined }
}

function placeAfterMarker(
  items: readonly { readonly id: string }[],
  marker: string | undefined,
  faults: PagingFaults,
): number {
  if (marker === undefined || marker === '') return 0
  const position = items.findIndex((item) => item.id === marker)
  if (position === -1 && !faults.badQueryAccepted) throw badRequest(`marker [${marker}] not found`)
  if (position === -1 || faults.markerIgnored) return 0
  return faults.markerSkips ? position + 2 : position + 1
}
