import type { Edition } from './requirement.ts'
import type { RequirementId } from './requirement-ids.generated.ts'

/**
 * Everything the suites need to know about the endpoint under test. Resolved from options, environment, configuration
 * file, sign-in and discovery; passed to the worker thread as plain JSON.
 */
export interface TargetSettings {
  /** Identifies the run; resources are named `conformance-<runId>-…`. */
  readonly runId: string
  /** The endpoint's root without a trailing slash: `GET <url>/` lists the versions. */
  readonly url: string
  /** The root with its version, `<url>/v2` or `<url>/v2.1`. See `operationsUrl`. */
  readonly computeUrl: string
  readonly tenant: string
  /** False where paths do not contain the tenant, as newer clouds allow. Default true, as in the document. */
  readonly tenantInPath?: boolean
  readonly token: string
  /** Further secrets that must not appear in any output, such as passwords. */
  readonly secrets?: readonly string[]
  /** Name of the requirement profile, such as `toast` or `nova`. */
  readonly profile: string
  /** The edition of the document that the target is verified against. */
  readonly edition: Edition
  /** Tokens that can be renewed when they expire during the run. Default none. */
  readonly refreshableTokens?: readonly TokenHolder[]
  /** A second tenant and its token, for tests of tenant isolation. */
  readonly other?: { readonly tenant: string; readonly token: string }
  readonly resources: TargetResources
  /** Base URLs of companion services, from the catalog or the configuration. */
  readonly services: TargetServices
  /** The capabilities of the target. A requirement that needs an absent one is `skipped`. */
  readonly capabilities: readonly Capability[]
  /** How to configure an absent capability. */
  readonly missing: Readonly<Partial<Record<Capability, string>>>
  readonly selection: Selection
  readonly readOnly: boolean
  readonly maxServers: number
  /** In milliseconds, already scaled. */
  readonly timeouts: Timeouts
  /** Path of the resource journal, one `JournalEntry` per line. */
  readonly journal: string
  /** True when the target ends with this process: the journal need not survive a power failure then. */
  readonly inProcess?: boolean
  /** Paths of PEM files; `insecure` disables certificate verification. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string; readonly insecure?: boolean }
  /** The proxies that requests go through. */
  readonly proxy?: ProxySettings
  /** How to set server statuses that no documented request leads to; absent when the target offers no way. */
  readonly statusControl?: StatusControl
}

/**
 * Returns the URL that the paths of operations are appended to: `<computeUrl>/<tenant>`, or `<computeUrl>` if they do not contain the
 * tenant.
 * @param tenant the tenant of the caller. Default: the run's own.
 */
export const operationsUrl = (
  target: Pick<TargetSettings, 'computeUrl' | 'tenant' | 'tenantInPath'>,
  tenant: string = target.tenant,
): string => (target.tenantInPath === false ? target.computeUrl : `${target.computeUrl}/${encodeURIComponent(tenant)}`)

/** Tells whether operations are below `/v2/{tenantId}`, as in the document. A prefix before it is up to the installation. */
export const hasDocumentPaths = ({
  computeUrl,
  tenantInPath,
}: Pick<TargetSettings, 'computeUrl' | 'tenantInPath'>): boolean => computeUrl.endsWith('/v2') && tenantInPath !== false

/** URLs of HTTP proxies by the scheme of the requested URL. */
export interface ProxySettings {
  /** For every URL, on this machine too. */
  readonly all?: string
  readonly http?: string
  readonly https?: string
  /** Hosts that are reached without `http` and `https`, as in NO_PROXY. */
  readonly bypass?: readonly string[]
}

/** The tenant that a token belongs to: the run's own or the second one. */
export type TokenHolder = 'own' | 'other'

/** The emulator's control API at `url`, for any status; or the actions that Nova has besides the documented ones. */
export type StatusControl = { readonly by: 'control'; readonly url: string } | { readonly by: 'novaActions' }

/** Ids of existing resources that the tests may use. */
export interface TargetResources {
  readonly image?: string
  readonly windowsImage?: string
  /** The flavor of ordinary servers. */
  readonly flavor?: string
  /** The flavor that servers are resized to. */
  readonly resizeFlavor?: string
  /** A flavor with a local disk (u2). */
  readonly localFlavor?: string
  /** A flavor with less than 2 GB of memory. */
  readonly smallFlavor?: string
  /** True when `flavor` belongs to a family whose root disk must be a volume (m, c, r, t, x). */
  readonly bootVolume?: boolean
  /** The least size of a root volume of `image` in GB: its `min_disk`. */
  readonly rootVolumeGb?: number
  readonly network?: string
  readonly subnet?: string
  /** Another network of the tenant, which one server has an interface on beside that of `network`. */
  readonly otherNetwork?: string
  readonly securityGroup?: string
  readonly volume?: string
  /** A spare volume that a server can boot from. The server writes to it. */
  readonly bootableVolume?: string
  /** A snapshot of a volume that a server can boot from. */
  readonly snapshot?: string
  readonly availabilityZone?: string
}

/** Base URLs of companion services. */
export interface TargetServices {
  readonly identity?: string
  readonly image?: string
  readonly network?: string
  readonly blockStorage?: string
}

/**
 * Capabilities of a target; a requirement lists those that it needs. `operatorStates`: some statuses that no documented
 * request leads to can be set; `anyState`: all of them can. `costlyProbes`: invalid requests that would cost money if the target
 * accepted them may be sent. `documentPaths`: operations are below `/v2/{tenantId}`, as in the document.
 */
export const capabilities = [
  'root',
  'server',
  'otherTenant',
  'network',
  'subnet',
  'securityGroup',
  'volume',
  'bootableVolume',
  'snapshot',
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
  'costlyProbes',
  'documentPaths',
] as const

export type Capability = (typeof capabilities)[number]

/** Which requirements are in scope. Patterns are ids with `*`; an empty `only` means all. */
export interface Selection {
  readonly only: readonly string[]
  readonly skip: readonly string[]
  /** Requirements that the profile excludes, with the reason in English. */
  readonly off: Readonly<Partial<Record<RequirementId, string>>>
  /** Requirements that are not selected, but whose tests run because a selected one depends on their requests. */
  readonly support?: readonly RequirementId[]
}

/** How long to wait for a server to finish each operation, in milliseconds. */
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
  /** For effects that should be visible almost at once, such as a rename or a security group. */
  readonly propagation: number
  /** For one complete response. */
  readonly request: number
}
