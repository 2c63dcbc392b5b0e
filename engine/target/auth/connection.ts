import type { TargetSettings } from '#model'

import type { Interface } from '../config/config.ts'

/** Someone or something named within a domain (identity v3). */
export interface Identity {
  readonly id?: string
  readonly name?: string
  readonly domainId?: string
  readonly domainName?: string
}

/** What is known for signing in. Groups are taken over whole, so that a name never meets another one's id. */
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

/** What one source says of the way to the target: the command line, the environment, an entry of clouds.yaml, a file. */
export interface ConnectionSettings {
  /** Names the source in messages. */
  readonly from: string
  readonly credentials: Credentials
  /** The Compute service, where it is not to be looked up in the catalog. */
  readonly url?: string
  readonly region?: string
  readonly interface?: Interface
  readonly tls?: NonNullable<TargetSettings['tls']>
}

const hasSecret = ({ token, password, application }: Credentials): boolean =>
  token !== undefined || password !== undefined || application !== undefined

/** Enough to be somebody without help from elsewhere. */
export const isComplete = (credentials: Credentials): boolean =>
  credentials.token !== undefined || (credentials.authUrl !== undefined && hasSecret(credentials))

/**
 * Complete credentials are not mixed with those of a lesser source, but for the tenant. A token without an identity service
 * may be asked about at the lesser source's, unless its own source knows the target and the tenant already.
 */
function mergeCredentials(high: ConnectionSettings, low: Credentials): Credentials {
  const { credentials } = high
  if (!isComplete(credentials)) return { ...low, ...credentials }
  const project = credentials.project ?? low.project
  const knowsAll = high.url !== undefined && credentials.project !== undefined
  const { authUrl, version } = credentials.authUrl !== undefined || knowsAll ? credentials : low
  return {
    ...credentials,
    ...(project ? { project } : {}),
    ...(authUrl ? { authUrl } : {}),
    ...(version ? { version } : {}),
  }
}

function pair(high: ConnectionSettings, low: ConnectionSettings): ConnectionSettings {
  const tls = { ...low.tls, ...high.tls }
  const isStronger = isComplete(high.credentials) || !isComplete(low.credentials)
  return {
    ...low,
    ...high,
    from: isStronger ? high.from : low.from,
    credentials: mergeCredentials(high, low.credentials),
    ...(Object.keys(tls).length > 0 ? { tls } : {}),
  }
}

/** Several sources as one, the first being the strongest. */
export const mergeConnections = (sources: readonly ConnectionSettings[]): ConnectionSettings =>
  sources.reduceRight((low, high) => pair(high, low), { from: 'nothing', credentials: {} })
