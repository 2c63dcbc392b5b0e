import { UsageError } from '#engine/errors'

/** The location of a Compute service, according to a URL. */
export interface Endpoint {
  /** The root, without a trailing slash. */
  readonly url: string
  /** The root with its version, `…/v2`. */
  readonly computeUrl: string
  readonly tenant?: string
  /** True for a URL without a version: then `computeUrl` has the version of the document, which the service may not have. */
  readonly isVersionless?: boolean
}

const isVersion = (segment: string | undefined): boolean => /^v\d+(\.\d+)?$/.test(segment ?? '')

/** Names the URL of the target in messages. */
export const targetUrlLabel = "the target's URL"

/**
 * Throws a UsageError for anything but an http or https URL without user name, password, query and fragment.
 * @param label names the URL in messages
 */
export function parseHttpUrl(text: string, label: string): URL {
  const invalid = (problem: string) =>
    new UsageError(`${label}: ${problem}`, { hint: 'Expected a URL such as http://127.0.0.1:8774' })
  if (!/^https?:\/\//i.test(text)) throw invalid(`"${text}" does not begin with http:// or https://`)
  if (!URL.canParse(text)) throw invalid(`"${text}" is not a URL`)
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') throw invalid('a URL with a user name or password is not accepted')
  if (url.search !== '' || url.hash !== '') throw invalid(`"${text}" has a query or a fragment`)
  return url
}

/**
 * Parses the URL of a Compute service: the root of a service (`http://h:8774`, also below a path), the root with a version (`…/v2`,
 * `…/v2.1`), and the full form of catalogs with a tenant (`…/v2/{tenant}`). The root itself may have a prefix such as `/compute`. Without a
 * version it is v2. Throws a UsageError for any other URL.
 */
export function parseEndpoint(text: string, label: string): Endpoint {
  const { origin, pathname } = parseHttpUrl(text, label)
  const segments = pathname.split('/').filter((segment) => segment !== '')
  const versionIndex = segments.findIndex(isVersion)
  const prefix = versionIndex < 0 ? segments : segments.slice(0, versionIndex)
  const [version = 'v2', tenant, ...rest] = versionIndex < 0 ? [] : segments.slice(versionIndex)
  if (rest.length > 0)
    throw new UsageError(`${label}: "${text}" has path segments after the tenant`, {
      hint: `Expected ${[origin, ...prefix, version, tenant].join('/')}`,
    })
  const url = [origin, ...prefix].join('/')
  const isVersionless = versionIndex < 0 ? { isVersionless: true } : {}
  return { url, computeUrl: `${url}/${version}`, ...(tenant === undefined ? {} : { tenant }), ...isVersionless }
}
