import type { JsonObject } from '../server/response.ts'

/** From where and under which version and tenant the client called: what its links are built from. */
export interface UrlBase {
  /** `http://host:port` as the client spelled it. */
  readonly origin: string
  /** `v2` or `v2.1`. */
  readonly version: string
  /** `/{tenant}`, or '' for a client that leaves the tenant out of its paths, as Nova allows. */
  readonly tenantPath: string
}

type Collection = 'servers' | 'flavors' | 'images'

export function selfUrl(urlBase: UrlBase, collection: Collection, id: string): string {
  return `${urlBase.origin}/${urlBase.version}${urlBase.tenantPath}/${collection}/${id}`
}

export function bookmark(urlBase: UrlBase, collection: Collection, id: string): JsonObject {
  return { rel: 'bookmark', href: `${urlBase.origin}${urlBase.tenantPath}/${collection}/${id}` }
}

export function selfAndBookmark(urlBase: UrlBase, collection: Collection, id: string): JsonObject[] {
  return [{ rel: 'self', href: selfUrl(urlBase, collection, id) }, bookmark(urlBase, collection, id)]
}

/** The request's own query with the marker moved on to `lastId`. */
export function nextLink(
  urlBase: UrlBase,
  path: string,
  query: URLSearchParams,
  limit: number,
  lastId: string,
): JsonObject {
  const next = new URLSearchParams(query)
  next.set('limit', String(limit))
  next.set('marker', lastId)
  return { rel: 'next', href: `${urlBase.origin}/${urlBase.version}${urlBase.tenantPath}/${path}?${next}` }
}
