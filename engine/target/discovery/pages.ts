import { at, listAt, numberAt, textAt } from '#engine/input'
import { type DiscoveryContext, getFirst } from './context.ts'

/** Returns the id of a resource. A number violates the document, but works in requests. */
export const idOf = (row: unknown): string | undefined => textAt(row, 'id') ?? numberAt(row, 'id')?.toString()

/** The maximum number of pages of a list that discovery reads. */
const pageLimit = 50

/** Returns the link to the next page: an entry of `…_links` of Compute, or `next` of the image service. */
const nextLinkOf = (list: unknown, member: string): string | undefined =>
  listAt(list, `${member}_links`)
    .filter((link) => at(link, 'rel') === 'next')
    .map((link) => textAt(link, 'href') ?? '')[0] ?? textAt(list, 'next')

const markerOf = (link: string): string | undefined =>
  new URLSearchParams(link.split('?').slice(1).join('?')).get('marker') ?? undefined

function withMarker(url: string, marker: string): string {
  const next = new URL(url)
  next.searchParams.set('marker', marker)
  return next.href
}

/** Returns the first list that can be read. A target may respond with 200 and an error to a path that it does not have. */
async function firstList(
  context: DiscoveryContext,
  member: string,
  urls: readonly (string | undefined)[],
): Promise<unknown> {
  for (const url of urls) {
    const list = await getFirst(context, url)
    if (Array.isArray(at(list, member))) return list
  }
  return undefined
}

/**
 * Returns the rows of every page of the first list that can be read, each id once. The next page is requested with the marker of the link,
 * or with the last id if it has none, at the URL of the first page: a client may not be able to reach the host in the link.
 * @param member the member of the response that has the rows
 */
export async function listPages(
  context: DiscoveryContext,
  member: string,
  ...urls: readonly (string | undefined)[]
): Promise<readonly unknown[]> {
  const rows = new Map<string, unknown>()
  let candidates = urls
  for (let page = 0; page < pageLimit; page++) {
    const list = await firstList(context, member, candidates)
    const sizeBefore = rows.size
    let last: string | undefined
    for (const row of listAt(list, member)) {
      last = idOf(row) ?? last
      if (last !== undefined && !rows.has(last)) rows.set(last, row)
    }
    const link = nextLinkOf(list, member)
    if (rows.size === sizeBefore || last === undefined || link === undefined) break
    const marker = markerOf(link) ?? last
    candidates = urls.map((url) => url && withMarker(url, marker))
  }
  return [...rows.values()]
}
