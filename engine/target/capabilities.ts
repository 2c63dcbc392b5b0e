import { defined } from '#engine/input'
import { type Capability, capabilities, type TargetSettings } from '#model'
import type { Discovered } from './discovery/context.ts'
import { hasVendorRules } from './selection.ts'

/** The settings that decide what can be tested. */
export interface CapabilityInputs
  extends Pick<TargetSettings, 'profile' | 'resources' | 'services' | 'readOnly' | 'other' | 'statusControl'> {
  /** Whether requests may be sent that would cost money if the target accepted them. */
  readonly allowCostly: boolean
  /** Whether `GET /` exists. */
  readonly root: boolean
  /** Whether operations are below `/v2/{tenantId}`. */
  readonly documentPaths: boolean
  /** Resource → the setting to configure, for resources that discovery did not find. */
  readonly notFound: Discovered['notFound']
}

export interface DeterminedCapabilities {
  readonly capabilities: readonly Capability[]
  /** Capability → the setting that provides it. */
  readonly missing: Readonly<Partial<Record<Capability, string>>>
}

/** Returns the reason, unless there is a value. */
const unless = (value: unknown, reason: string): string | undefined => (value === undefined ? reason : undefined)

/** Returns why no server can be created, if so. The vendor's API requires a network or a subnet; stock Nova does not. */
function noServerReason({ profile, resources, readOnly, notFound }: CapabilityInputs): string | undefined {
  if (readOnly) return 'the run is read-only'
  const needsFamily = hasVendorRules(profile) && resources.bootVolume === undefined
  const needsNetwork = hasVendorRules(profile) && resources.network === undefined && resources.subnet === undefined
  return (
    unless(resources.image, notFound.image ?? 'no image: set resources.image') ??
    unless(resources.flavor, notFound.flavor ?? 'no flavor: set resources.flavor') ??
    (needsFamily ? notFound.bootVolume : undefined) ??
    (needsNetwork ? (notFound.network ?? 'no network: set resources.network or resources.subnet') : undefined)
  )
}

/** Returns the capabilities of the target and, for each missing one, the setting to configure. Pure. */
export function determineCapabilities(inputs: CapabilityInputs): DeterminedCapabilities {
  const { resources, services, other, statusControl, allowCostly, root, documentPaths, notFound } = inputs
  const resource = (name: keyof typeof resources & Capability) =>
    unless(resources[name], notFound[name] ?? `no ${name}: set resources.${name}`)
  const bootVolume =
    resources.bootVolume === true
      ? undefined
      : (notFound.bootVolume ??
        'the default flavor has its root disk on the host: set resources.flavor to one of family m, c, r, t or x')
  const service = (name: keyof typeof services, label: string) =>
    unless(services[name], `no ${label} service: set services.${name}, or sign in to a cloud whose catalog has one`)
  const missing = defined<Record<Capability, string | undefined>>({
    root: root ? undefined : 'GET / returns 404',
    server: noServerReason(inputs),
    otherTenant: unless(other, 'no second tenant: set other.tenant and other.token'),
    network: resource('network'),
    subnet: resource('subnet'),
    securityGroup: resource('securityGroup'),
    volume: resource('volume'),
    // Never discovered: a server that boots from a volume writes to it.
    bootableVolume: resource('bootableVolume'),
    snapshot: resource('snapshot'),
    resizeFlavor: resource('resizeFlavor'),
    localFlavor: resource('localFlavor'),
    blockDeviceFlavor: bootVolume,
    bootVolume,
    windowsImage: resource('windowsImage'),
    smallFlavor: resource('smallFlavor'),
    imageService: service('image', 'image'),
    networkService: service('network', 'network'),
    volumeService: service('blockStorage', 'block storage'),
    operatorStates: unless(
      statusControl,
      'no control of states that only an operator can set: set target.control, or target.novaActions for your own Nova',
    ),
    anyState: statusControl?.by === 'control' ? undefined : 'no control of every server state: set target.control',
    costlyProbes: allowCostly ? undefined : 'would cost money if the target accepted it; allow it with --allow-costly',
    documentPaths: documentPaths ? undefined : 'the paths of the target are not below /v2/{tenantId}',
  })
  return { capabilities: capabilities.filter((name) => missing[name] === undefined), missing }
}
