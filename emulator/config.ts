import type { EmulatorEdition } from './editions/index.ts'
import type { CloudState } from './state/cloud-state.ts'

/** Everything a client needs, in the form of the project's config file. */
export interface EmulatorConfig {
  readonly target: {
    readonly url: string
    readonly tenant: string
    readonly profile: 'toast' | 'nhn'
    /** The URL of the control API, where it is served. */
    readonly control?: string
  }
  readonly auth: { readonly token: string }
  readonly other: { readonly tenant: string; readonly token: string }
  readonly resources: {
    readonly image: string
    readonly windowsImage: string
    readonly flavor: string
    readonly resizeFlavor: string
    readonly localFlavor: string
    readonly network: string
    readonly subnet: string
    /** Absent where the tenant has one network, and in the state of an earlier version. */
    readonly otherNetwork?: string
    readonly securityGroup: string
    readonly volume: string
    /** Absent in the state of an earlier version, as the snapshot is. */
    readonly bootableVolume?: string
    readonly snapshot?: string
    readonly availabilityZone: string
    /** The root disk of the flavor is a volume. */
    readonly bootVolume: true
  }
  /** An emulator's volumes cost nothing. */
  readonly limits: { readonly allowCostly: true }
  readonly services: {
    readonly identity: string
    readonly image: string
    readonly network: string
    readonly blockStorage: string
  }
}

/** The tokens and the seeded resources that the config names. */
export interface SeedManifest {
  /** A token of the tenant `conformance`. */
  readonly token: string
  /** A token of the tenant `other`. */
  readonly otherToken: string
  readonly resources: Omit<EmulatorConfig['resources'], 'bootVolume'>
}

/** Returns the config for clients that reach the emulator at `url`. */
export function configOf(
  { accounts }: CloudState,
  manifest: SeedManifest,
  url: string,
  edition?: EmulatorEdition,
): EmulatorConfig {
  const tenant = accounts.conformance.tenant.id
  return {
    target: { url, tenant, profile: edition === '2026-05' ? 'nhn' : 'toast' },
    auth: { token: manifest.token },
    other: { tenant: accounts.other.tenant.id, token: manifest.otherToken },
    resources: { ...manifest.resources, bootVolume: true },
    limits: { allowCostly: true },
    services: {
      identity: `${url}/identity/v3`,
      image: `${url}/image`,
      network: `${url}/network`,
      blockStorage: `${url}/volume/v3/${tenant}`,
    },
  }
}
