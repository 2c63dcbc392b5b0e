import type { RequirementId } from './requirement-ids.generated.ts'

/**
 * Everything the suites need to know about the endpoint under test. The command line fills it from options, environment,
 * configuration, sign-in and discovery; it crosses into the worker as plain JSON.
 */
export interface TargetSettings {
  /** Identifies the run; resources are named `conformance-<runId>-…`. */
  readonly runId: string
  /** The endpoint's root, without a slash at the end: `GET <url>/` lists the versions. */
  readonly url: string
  /** `<url>/v2`: operations are found under `<computeUrl>/<tenant>/…`. */
  readonly computeUrl: string
  readonly tenant: string
  readonly token: string
  /** What else must not be written anywhere: passwords and the like. */
  readonly secrets?: readonly string[]
  readonly profile: string
  /** Whose tokens somebody can renew when they expire in mid-run; nobody's, unless it says so. */
  readonly refreshableTokens?: readonly TokenHolder[]
  /** A second tenant with its token, for checks of isolation. */
  readonly other?: { readonly tenant: string; readonly token: string }
  readonly resources: TargetResources
  /** Base URLs of companion services, as the catalog or the configuration gives them. */
  readonly services: TargetServices
  /** What can be verified here; the absent ones make their requirements `skipped`. */
  readonly capabilities: readonly Capability[]
  /** Capability → what to configure to have it. */
  readonly missing: Readonly<Partial<Record<Capability, string>>>
  readonly selection: Selection
  readonly readOnly: boolean
  readonly maxServers: number
  /** Waiting budgets in milliseconds, after scaling. */
  readonly timeouts: Timeouts
  /** File that records every resource before it is asked for, one JSON object a line. */
  readonly journal: string
  /** True when all that the target holds is gone with this process: the journal need not outlive the machine then. */
  readonly inProcess?: boolean
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string; readonly insecure?: boolean }
  /** The way to states that no documented call leads to; absent where the target gives none. */
  readonly statusControl?: StatusControl
}

/** Whose token: the run's own tenant's, or the second tenant's. */
export type TokenHolder = 'own' | 'other'

/** The emulator's control API, by its base URL, for any state; or the actions that Nova has beside the documented ones. */
export type StatusControl = { readonly by: 'control'; readonly url: string } | { readonly by: 'novaActions' }

export interface TargetResources {
  readonly image?: string
  readonly windowsImage?: string
  /** Flavor ids: the ordinary one, one to resize to, one with a local disk (u2), one below 2 GB of memory. */
  readonly flavor?: string
  readonly resizeFlavor?: string
  readonly localFlavor?: string
  readonly smallFlavor?: string
  /** True when `flavor` belongs to a family whose root disk must be a volume (m, c, r, t, x). */
  readonly bootVolume?: boolean
  readonly network?: string
  readonly subnet?: string
  readonly securityGroup?: string
  readonly volume?: string
  readonly availabilityZone?: string
}

export interface TargetServices {
  readonly identity?: string
  readonly image?: string
  readonly network?: string
  readonly blockStorage?: string
}

/**
 * What a target may or may not offer; `needs` of a requirement names these. `operatorStates`: some way to states that no
 * documented call leads to; `anyState`: a way to all of them.
 */
export const capabilities = [
  'root',
  'server',
  'otherTenant',
  'network',
  'subnet',
  'securityGroup',
  'volume',
  'resizeFlavor',
  'localFlavor',
  'blockDeviceFlavor',
  'bootVolume',
  'windowsImage',
  'smallFlavor',
  'imageService',
  'networkService',
  'volumeService',
  'operatorStates',
  'anyState',
] as const

export type Capability = (typeof capabilities)[number]

/** Which requirements are asked. Patterns are ids with `*`; no `only` means all. */
export interface Selection {
  readonly only: readonly string[]
  readonly skip: readonly string[]
  /** Requirements the profile does not ask, with the reason in English. */
  readonly off: Readonly<Partial<Record<RequirementId, string>>>
}

/** What can be waited for, and for how many milliseconds at most. */
export interface Timeouts {
  readonly create: number
  readonly stop: number
  readonly start: number
  readonly reboot: number
  readonly resize: number
  readonly snapshot: number
  readonly attach: number
  readonly detach: number
  readonly delete: number
  /** Effects that should be visible almost at once: a rename, a security group. */
  readonly propagation: number
  /** One answer of the target. */
  readonly request: number
}
