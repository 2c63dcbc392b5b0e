import { InconclusiveRunError } from '../../errors.ts'
import { parseHttpUrl } from '../endpoint/endpoint.ts'
import { type HttpClient, redirectNote } from '../http-client.ts'
import { listAt, textAt } from '../json.ts'
import type { Credentials, IdentityVersion } from './connection.ts'

/** An identity service: `<base>/<version>/…`. */
export interface IdentityApi {
  readonly base: string
  readonly version: IdentityVersion
}

interface Named {
  readonly base: string
  readonly version?: IdentityVersion
}

/** Takes `…/v3`, `…/v2.0` and the full URL of tokens apart; anything else is the root of a service that has yet to be asked. */
function takeApart(authUrl: string, from: string): Named {
  const { origin, pathname } = parseHttpUrl(authUrl, from)
  const path = pathname.replace(/\/(auth\/)?tokens\/?$/, '').replace(/\/+$/, '')
  const [, prefix = '', major] = /^(.*)\/v([23])(?:\.\d+)?$/.exec(path) ?? []
  if (major === undefined) return { base: `${origin}${path}` }
  return { base: `${origin}${prefix}`, version: major === '2' ? 'v2.0' : 'v3' }
}

/** The ids that a version document lists: an array, or Keystone's `{"values": […]}`. */
function offered(document: unknown): Set<IdentityVersion> {
  const rows = [...listAt(document, 'versions'), ...listAt(document, 'versions', 'values')]
  const ids = rows.map((row) => textAt(row, 'id') ?? '')
  return new Set(
    ids.flatMap((id): IdentityVersion[] => (id.startsWith('v3') ? ['v3'] : id.startsWith('v2.') ? ['v2.0'] : [])),
  )
}

/** Version 2.0 knows neither domains nor application credentials. */
const fitsV2 = ({ user, project, application }: Credentials): boolean =>
  application === undefined &&
  [user, project].every((named) => named?.domainId === undefined && named?.domainName === undefined)

/**
 * Which API to sign in with: the one that the URL names; else the one asked for; else the oldest of those offered that can
 * express the credentials, which is how keystoneauth chooses. Throws InconclusiveRunError when the service lists no known version.
 */
export async function identityApi(
  web: HttpClient,
  credentials: Credentials,
  authUrl: string,
  from: string,
): Promise<IdentityApi> {
  const { base, version = credentials.version } = takeApart(authUrl, from)
  if (version !== undefined) return { base, version }
  const response = await web.get(`${base}/`)
  const versions = offered(response.json)
  if (versions.has('v2.0') && fitsV2(credentials)) return { base, version: 'v2.0' }
  if (versions.has('v3')) return { base, version: 'v3' }
  throw new InconclusiveRunError(
    `${response.url} answers ${response.status} and lists no version of the identity service that fits${redirectNote(response)}`,
    {
      hint: 'Give the URL with its version, …/v2.0 or …/v3.',
    },
  )
}
