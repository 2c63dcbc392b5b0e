import { UsageError } from '../../errors.ts'

/** Where a Compute service is, as far as a URL says it. */
export interface Endpoint {
  /** The root, without a slash at the end. */
  readonly url: string
  /** The root with its version: operations are under `<computeUrl>/<tenant>/…`. */
  readonly computeUrl: string
  readonly tenant?: string
}

const isVersion = (segment: string | undefined): boolean => /^v\d+(\.\d+)?$/.test(segment ?? '')

/** How messages call the URL that was given for the target. */
export const targetUrl = "the target's URL"

/** Throws a UsageError for what is not an http or https URL, or carries more than a place. `from` names where it was given. */
export function parseHttpUrl(text: string, from: string): URL {
  const refuse = (why: string): never => {
    throw new UsageError(`${from}: ${why}`, { hint: 'Expected a URL such as http://127.0.0.1:8774' })
  }
  if (!/^https?:\/\//i.test(text)) return refuse(`"${text}" does not begin with http:// or https://`)
  if (!URL.canParse(text)) return refuse(`"${text}" is not a URL`)
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return refuse('a URL with a user name or password is not accepted')
  if (url.search !== '' || url.hash !== '') return refuse(`"${text}" has a query or a fragment`)
  return url
}

/**
 * Understands the root of a service (`http://h:8774`, also under a path), the same with a version (`…/v2`, `…/v2.1`), and
 * the full form with a tenant that catalogs give (`…/v2/{tenant}`). A version that is given is kept; without one it is v2.
 */
export function parseEndpoint(text: string, from: string): Endpoint {
  const { origin, pathname } = parseHttpUrl(text, from)
  const segments = pathname.split('/').filter((segment) => segment !== '')
  const place = segments.findIndex(isVersion)
  const prefix = place < 0 ? segments : segments.slice(0, place)
  const [version = 'v2', tenant, ...rest] = place < 0 ? [] : segments.slice(place)
  if (rest.length > 0)
    throw new UsageError(`${from}: "${text}" goes on after the tenant`, {
      hint: `Expected ${[origin, ...prefix, version, tenant].join('/')}`,
    })
  const url = [origin, ...prefix].join('/')
  return {
    url,
    computeUrl: `${url}/${version}`,
    ...(tenant === undefined ? {} : { tenant }),
  }
}
