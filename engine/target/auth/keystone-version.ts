import { InconclusiveRunError } from '#engine/errors'
import { listAt, textAt } from '#engine/input'
import { parseHttpUrl } from '../endpoint/endpoint.ts'
import { type HttpClient, redirectNote } from '../http-client.ts'
import type { Credentials, IdentityVersion } from './connection.ts'

/** An identity service: `<base>/<version>/…`. */
export interface IdentityApi {
  readonly base: string
  readonly version: IdentityVersion
}

/** A hint for a URL without an identity service. */
export const identityUrlHint =
  'OS_AUTH_URL (auth.authUrl) is the URL of Keystone with its version, such as https://identity.example:5000/v3 or …/v2.0; not that of the Compute service or of the console.'

/** Splits `…/v3`, `…/v2.0` and the full URL of tokens; any other URL is the root of a service with unknown versions. */
function splitAuthUrl(authUrl: string, label: string): { readonly base: string; readonly version?: IdentityVersion } {
  const { origin, pathname } = parseHttpUrl(authUrl, label)
  const path = pathname.replace(/\/(auth\/)?tokens\/?$/, '').replace(/\/+$/, '')
  const [, prefix = '', major] = /^(.*)\/v([23])(?:\.\d+)?$/.exec(path) ?? []
  if (major === undefined) return { base: `${origin}${path}` }
  return { base: `${origin}${prefix}`, version: major === '2' ? 'v2.0' : 'v3' }
}

/** Returns the versions that a version document lists: in an array, or in Keystone's `{"values": […]}`. */
function listedVersions(document: unknown): Set<IdentityVersion> {
  const rows = [...listAt(document, 'versions'), ...listAt(document, 'versions', 'values')]
  const ids = rows.map((row) => textAt(row, 'id') ?? '')
  const versions = new Set<IdentityVersion>()
  for (const id of ids) {
    if (id.startsWith('v3')) versions.add('v3')
    if (id.startsWith('v2.')) versions.add('v2.0')
  }
  return versions
}

/** Returns the API of the other version, to try when this one rejects the credentials: an account may exist in only one of them. */
export function otherVersion({ base, version }: IdentityApi, credentials: Credentials): IdentityApi | undefined {
  if (version === 'v2.0') return { base, version: 'v3' }
  return isPossibleInV2(credentials) ? { base, version: 'v2.0' } : undefined
}

/** Tells whether the credentials can sign in with version 2.0, which has neither domains nor application credentials. */
const isPossibleInV2 = ({ user, project, application }: Credentials): boolean =>
  application === undefined &&
  [user, project].every((identity) => identity?.domainId === undefined && identity?.domainName === undefined)

/**
 * Returns the API to sign in with: the version of the URL; else the configured one; else the oldest offered version that can express the
 * credentials, like keystoneauth. Throws an InconclusiveRunError when the service lists no suitable version.
 */
export async function identityApi(
  http: HttpClient,
  credentials: Credentials,
  authUrl: string,
  label: string,
): Promise<IdentityApi> {
  const { base, version = credentials.version } = splitAuthUrl(authUrl, label)
  if (version !== undefined) return { base, version }
  const response = await http.get(`${base}/`)
  const versions = listedVersions(response.json)
  if (versions.has('v2.0') && isPossibleInV2(credentials)) return { base, version: 'v2.0' }
  if (versions.has('v3')) return { base, version: 'v3' }
  throw new InconclusiveRunError(
    `${response.url} returned ${response.status} and lists no suitable identity API version${redirectNote(response)}`,
    { hint: identityUrlHint },
  )
}
