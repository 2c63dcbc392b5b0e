/** A configuration file, after its variables are filled in. The form is published as schemas/config.schema.json. */
export interface Config {
  readonly target?: {
    readonly url?: string
    readonly tenant?: string
    readonly profile?: string
    readonly region?: string
    readonly interface?: Interface
    /** The emulator's control API, `http://127.0.0.1:8774/_emulator`: puts servers into any state. */
    readonly control?: string
    /** True allows the actions that Nova has beside the documented ones: pause, suspend, rescue. */
    readonly novaActions?: boolean
  }
  readonly auth?: ConfigAuth
  readonly other?: ConfigOther
  readonly resources?: ConfigResources
  readonly services?: {
    readonly identity?: string
    readonly image?: string
    readonly network?: string
    readonly blockStorage?: string
  }
  readonly limits?: { readonly maxServers?: number }
  readonly timeouts?: TimeoutSettings
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string; readonly insecure?: boolean }
}

export type Interface = 'public' | 'internal' | 'admin'

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

/** A second tenant: with a token, or with a user who signs in where the first one does. */
export interface ConfigOther {
  readonly tenant: string
  readonly token?: string
  readonly username?: string
  readonly password?: string
}

export interface ConfigResources {
  readonly image?: string
  readonly windowsImage?: string
  readonly flavor?: string
  readonly resizeFlavor?: string
  readonly localFlavor?: string
  readonly smallFlavor?: string
  readonly bootVolume?: boolean
  readonly network?: string
  readonly subnet?: string
  readonly securityGroup?: string
  readonly volume?: string
  readonly availabilityZone?: string
}

/** Waiting budgets by operation, as durations: `{ create: '5m' }`. */
export type TimeoutSettings = Readonly<
  Partial<
    Record<
      | 'create'
      | 'stop'
      | 'start'
      | 'reboot'
      | 'resize'
      | 'snapshot'
      | 'attach'
      | 'detach'
      | 'delete'
      | 'propagation'
      | 'request',
      string
    >
  >
>
