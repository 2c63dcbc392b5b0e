import type { ProxySettings, TargetSettings } from '#model'
import type { Interface } from '../config/config.ts'

/** A user or project, by id or by name within a domain (identity v3). */
export interface Identity {
  readonly id?: string
  readonly name?: string
  readonly domainId?: string
  readonly domainName?: string
}

/** The credentials from one source or several. */
export interface Credentials {
  readonly authUrl?: string
  readonly version?: IdentityVersion
  readonly token?: string
  readonly user?: Identity
  readonly password?: string
  readonly project?: Identity
  readonly application?: { readonly id?: string; readonly name?: string; readonly secret: string }
}

export type IdentityVersion = 'v2.0' | 'v3'

/** How to reach the target, according to one source or several: command line, environment, entry of clouds.yaml, config file. */
export interface ConnectionSettings {
  /** Names the source in messages. */
  readonly source: string
  readonly credentials: Credentials
  /** The Compute service, where it does not come from the catalog. */
  readonly url?: string
  readonly region?: string
  readonly interface?: Interface
  readonly tls?: NonNullable<TargetSettings['tls']>
  /** From the command line or the environment. */
  readonly proxy?: ProxySettings
}

const hasSecret = ({ token, password, application }: Credentials): boolean =>
  token !== undefined || password !== undefined || application !== undefined

/** Tells whether the credentials suffice without another source. */
export const isComplete = (credentials: Credentials): boolean =>
  credentials.token !== undefined || (credentials.authUrl !== undefined && hasSecret(credentials))

/** Tells whether signing in is possible, and not only using a given token. */
export const canSignIn = ({ authUrl, user, password, application }: Credentials): boolean =>
  authUrl !== undefined && (application !== undefined || (user !== undefined && password !== undefined))

/**
 * Merges credentials. Complete ones take nothing but the tenant from a source of lower precedence, so that a name is
 * never combined with another one's id. A token without an identity service may be looked up at the other source's,
 * unless its own source knows the target and the tenant.
 */
function mergeCredentials({ credentials, url }: ConnectionSettings, lower: Credentials): Credentials {
  if (!isComplete(credentials)) return { ...lower, ...credentials }
  const project = credentials.project ?? lower.project
  const needsNoLookup = url !== undefined && credentials.project !== undefined
  const { authUrl, version } = credentials.authUrl !== undefined || needsNoLookup ? credentials : lower
  return {
    ...credentials,
    ...(project ? { project } : {}),
    ...(authUrl ? { authUrl } : {}),
    ...(version ? { version } : {}),
  }
}

function mergeTwo(higher: ConnectionSettings, lower: ConnectionSettings): ConnectionSettings {
  const tls = { ...lower.tls, ...higher.tls }
  const namesIdentity = higher.credentials.authUrl !== undefined || lower.credentials.authUrl === undefined
  const isFromHigher = isComplete(higher.credentials) || (!isComplete(lower.credentials) && namesIdentity)
  return {
    ...lower,
    ...higher,
    source: isFromHigher ? higher.source : lower.source,
    credentials: mergeCredentials(higher, lower.credentials),
    ...(Object.keys(tls).length > 0 ? { tls } : {}),
  }
}

/** Merges several sources; earlier ones take precedence. */
export const mergeConnections = (sources: readonly ConnectionSettings[]): ConnectionSettings =>
  sources.reduceRight((lower, higher) => mergeTwo(higher, lower), { source: 'no source', credentials: {} })
