import type { TargetResources, TargetServices, TargetSettings, Timeouts } from '#model'

/** A configuration file after its variables are substituted. The format is published as schemas/config.schema.json. */
export interface Config {
  readonly target?: ConfigTarget
  readonly auth?: ConfigAuth
  readonly other?: ConfigOther
  readonly resources?: TargetResources
  readonly services?: TargetServices
  readonly limits?: { readonly maxServers?: number; readonly allowCostly?: boolean }
  readonly timeouts?: TimeoutSettings
  readonly tls?: NonNullable<TargetSettings['tls']>
}

/** The interface of an endpoint in the catalog. */
export type Interface = 'public' | 'internal' | 'admin'

/** The section `target`: where the target is. */
export interface ConfigTarget {
  readonly url?: string
  readonly tenant?: string
  readonly profile?: string
  readonly edition?: string
  readonly region?: string
  readonly interface?: Interface
  /** The emulator's control API, `http://127.0.0.1:8774/_emulator`: sets any server status. */
  readonly control?: string
  /** True allows actions that Nova has in addition to the documented ones: pause, suspend, rescue. */
  readonly novaActions?: boolean
}

/** The section `auth`: the credentials. */
export interface ConfigAuth {
  readonly token?: string
  readonly authUrl?: string
  readonly identityVersion?: '2.0' | '3'
  readonly username?: string
  readonly userId?: string
  readonly password?: string
  readonly tenantId?: string
  readonly tenantName?: string
  readonly domain?: string
  readonly applicationCredentialId?: string
  readonly applicationCredentialSecret?: string
  readonly cloud?: string
}

/** A second tenant: with a token, or with a user who signs in at the same identity service as the first. */
export interface ConfigOther {
  readonly tenant: string
  readonly token?: string
  readonly username?: string
  readonly password?: string
}

/** Timeouts by operation, as durations: `{ create: '5m' }`. */
export type TimeoutSettings = Readonly<Partial<Record<keyof Timeouts, string>>>
