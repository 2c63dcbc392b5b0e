import type { JsonObject } from '../server/response.ts'

/** The origin, version and tenant by which the client called. Links are built from them. */
export interface UrlBase {
  /** `http://host:port` as the client spelled it. */
  readonly origin: string
  /** `v2` or `v2.1`. */
  readonly version: string
  /** `/{tenant}`, or '' for a client that omits the tenant from its paths, which Nova allows. */
  readonly tenantPath: string
}

type Collection = 'servers' | 'flavors' | 'images'

/** Returns the URL of a resource, with the version of the API. */
export function selfUrl(urlBase: UrlBase, collection: Collection, id: string): string {
  return `${urlBase.origin}/${urlBase.version}${urlBase.tenantPath}/${collection}/${id}`
}

/** Returns the permanent link to a resource, which has no version. */
export function bookmark(urlBase: UrlBase, collection: Collection, id: string): JsonObject {
  return { rel: 'bookmark', href: `${urlBase.origin}${urlBase.tenantPath}/${collection}/${id}` }
}

/** Returns both links of a resource. */
export function selfAndBookmark(urlBase: UrlBase, collection: Collection, id: string): JsonObject[] {
  return [{ rel: 'self', href: selfUrl(urlBase, collection, id) }, bookmark(urlBase, collection, id)]
}

/** Returns the link to the next page: the query of the request with another limit and marker. */
export function nextLink(
  urlBase: UrlBase,
  path: string,
  query: URLSearchParams,
  { limit, marker }: { readonly limit: number; readonly marker: string },
): JsonObject {
  const next = new URLSearchParams(query)
  next.set('limit', String(limit))
  next.set('marker', marker)
  return { rel: 'next', href: `${urlBase.origin}/${urlBase.version}${urlBase.tenantPath}/${path}?${next}` }
}
