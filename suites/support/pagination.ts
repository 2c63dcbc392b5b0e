/** Pagination by limit and marker. */
import { type ApiResponse, type Mismatch, requestLine, resolvePointer } from '#harness'
import { isNotFound } from './empty-lists.ts'

/** The query parameters of a list. */
export type Query = Readonly<Record<string, string | number>>

/** Reads one page of a list. */
type ReadPage = (query: Query) => Promise<ApiResponse>

/** Whether a page begins after its marker, as in Nova, or with it, as the document can be read. */
type MarkerSemantics = 'exclusive' | 'inclusive'

interface Traversal {
  /** The ids of all elements, in the order of the pages. */
  readonly ids: readonly string[]
  /** Undefined when no page after the first had an element. */
  readonly markerSemantics: MarkerSemantics | undefined
  /** The mismatch that ended the traversal. */
  readonly mismatch: Mismatch | undefined
  /** The last page read. */
  readonly lastPage: ApiResponse
}

/** Returns the id of an element as a string, even if it is a number: the OpenAPI description covers its type. */
export function idOf(element: unknown): string | undefined {
  const id = resolvePointer(element, 'element/id')
  if (typeof id === 'number') return String(id)
  return typeof id === 'string' ? id : undefined
}

/** Returns the ids of the elements of an array; elements without an id are left out. */
export const idsIn = (response: ApiResponse, pointer: string): string[] =>
  response.array(pointer).flatMap((element) => idOf(element) ?? [])

/** Returns the query of the next page, by the `next` link in the array at `linksPointer`; undefined on the last page. */
export function nextQuery(page: ApiResponse, linksPointer: string): Query | undefined {
  const next = page.array(linksPointer).find((link) => resolvePointer(link, 'link/rel') === 'next')
  const href = resolvePointer(next, 'link/href')
  if (typeof href !== 'string' || !URL.canParse(href, page.exchange.url)) return undefined
  return Object.fromEntries(new URL(href, page.exchange.url).searchParams)
}

/** The maximum number of pages of a traversal, in case the target never returns an empty one. */
const maxPages = 60

const mismatchOf = (
  page: ApiResponse,
  problem: string,
  { at, expected, actual }: Omit<Mismatch, 'message'>,
): Mismatch => ({ message: `${requestLine(page)} ${problem}.`, at, expected, actual })

/** Compares a page with its marker and with the ids of the previous pages. */
function checkPage(page: ApiResponse, pointer: string, marker: string, previousIds: readonly string[]) {
  const ids = idsIn(page, pointer)
  const markerSemantics: MarkerSemantics = ids[0] === marker ? 'inclusive' : 'exclusive'
  const newIds = markerSemantics === 'inclusive' ? ids.slice(1) : ids
  const repeated = newIds.find((id, position) => previousIds.includes(id) || newIds.indexOf(id) !== position)
  const mismatch =
    repeated === undefined
      ? undefined
      : mismatchOf(page, 'repeats an element of an earlier page', {
          at: pointer,
          expected: 'every element once',
          actual: `${repeated} again`,
        })
  return { ids, markerSemantics, newIds, mismatch }
}

/**
 * Reads a list page by page. The first page has one element, so that even the shortest list has a second page. The
 * other pages have `size` elements, at least 2, so that a page that begins with its marker still has a new one.
 */
export async function traversePages(read: ReadPage, pointer: string, size = 2): Promise<Traversal> {
  let lastPage = await read({ limit: 1 })
  const ids = idsIn(lastPage, pointer)
  let markerSemantics: MarkerSemantics | undefined
  const result = (mismatch?: Mismatch): Traversal => ({ ids, markerSemantics, mismatch, lastPage })
  for (let count = 2; count <= maxPages; count++) {
    const marker = ids.at(-1)
    if (marker === undefined) break
    lastPage = await read({ limit: Math.max(2, size), marker })
    // Counts as an empty page. If it was not the end of the list, elements are missing.
    if (isNotFound(lastPage)) break
    if (!lastPage.isSuccess)
      return result(
        mismatchOf(lastPage, 'did not accept an id of the previous page as marker', {
          at: 'status',
          expected: '2xx',
          actual: String(lastPage.status),
        }),
      )
    const page = checkPage(lastPage, pointer, marker, ids)
    // A page with only its marker counts: a client that reads until a page is empty would never finish.
    const isMixed = markerSemantics !== undefined && page.ids.length > 0 && page.markerSemantics !== markerSemantics
    if (isMixed)
      return result(
        mismatchOf(lastPage, 'treats the marker differently from the pages before', {
          at: pointer,
          expected: `an ${markerSemantics} marker`,
          actual: page.markerSemantics,
        }),
      )
    if (page.mismatch) return result(page.mismatch)
    if (page.ids.length > 0) markerSemantics ??= page.markerSemantics
    if (page.newIds.length === 0) break
    ids.push(...page.newIds)
  }
  return result()
}

/** Returns the mismatch of a traversal that must return all these ids: the one that ended it, or the missing ids. */
export function traversalMismatch(
  { ids, mismatch, lastPage }: Traversal,
  expectedIds: readonly string[],
  pointer: string,
): Mismatch | undefined {
  const missing = expectedIds.filter((id) => !ids.includes(id))
  if (mismatch || missing.length === 0) return mismatch
  return {
    message: `The pages up to ${requestLine(lastPage)} leave out elements of the list.`,
    at: pointer,
    expected: `every element once, among them ${missing.join(', ')}`,
    actual: ids.join(', ') || 'no element',
  }
}
