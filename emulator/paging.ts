import { badRequest } from './errors.ts'

/** Nova's osapi_max_limit: no page is longer. */
export const maximumPage = 1000

/** The last value of a parameter given several times, as Nova reads it. */
export function queryValue(query: URLSearchParams, name: string): string | undefined {
  return query.getAll(name).at(-1)
}

/** A non-negative whole number of the query; `isUnchecked` lets others pass as absent (a fault). @throws ApiError 400 for anything else. */
export function queryCount(query: URLSearchParams, name: string, isUnchecked = false): number | undefined {
  const text = queryValue(query, name)
  if (text === undefined || text === '' || (isUnchecked && !/^\d+$/.test(text))) return undefined
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

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Set when the page is full, so that more may follow; Nova does not look whether anything does. */
  readonly next: { readonly limit: number; readonly marker: string } | undefined
}

/** How a list deviates on purpose; see faults/. */
export interface PagingFaults {
  readonly limitIgnored: boolean
  readonly markerInclusive: boolean
  readonly markerIgnored: boolean
  readonly badQueryAccepted: boolean
}

export const faultlessPaging: PagingFaults = {
  limitIgnored: false,
  markerInclusive: false,
  markerIgnored: false,
  badQueryAccepted: false,
}

/**
 * Cuts a page out of a list that is already in order: what follows the marker (the marker itself excluded), at most
 * `limit` long.
 * @throws ApiError 400 for a marker that is not in the list's universe.
 */
export function paginate<Item extends { readonly id: string }>(
  items: readonly Item[],
  universe: readonly Item[],
  query: URLSearchParams,
  faults: PagingFaults,
): Page<Item> {
  const asked = queryCount(query, 'limit', faults.badQueryAccepted)
  const limit = Math.min(asked ?? maximumPage, maximumPage)
  const rest = afterMarker(items, universe, queryValue(query, 'marker'), faults)
  const cut = faults.limitIgnored ? rest : rest.slice(0, limit)
  const last = cut.at(-1)
  const isFull = last !== undefined && cut.length === limit
  return { items: cut, next: isFull ? { limit, marker: last.id } : undefined }
}

function afterMarker<Item extends { readonly id: string }>(
  items: readonly Item[],
  universe: readonly Item[],
  marker: string | undefined,
  faults: PagingFaults,
): readonly Item[] {
  if (marker === undefined || marker === '' || faults.markerIgnored) return items
  const position = universe.findIndex((item) => item.id === marker)
  if (position === -1) {
    if (faults.badQueryAccepted) return items
    throw badRequest(`marker [${marker}] not found`)
  }
  // The marker may itself be filtered out, so its place is taken from the unfiltered list.
  const following = new Set(universe.slice(faults.markerInclusive ? position : position + 1))
  return items.filter((item) => following.has(item))
}
