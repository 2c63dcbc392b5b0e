import type { Capability, TargetSettings } from '#model'

import { present } from './json.ts'
import { asksVendorRules } from './selection.ts'

/** The parts of the settings that decide what can be verified. */
export interface CapabilityInputs
  extends Pick<TargetSettings, 'profile' | 'resources' | 'services' | 'readOnly' | 'other' | 'statusControl'> {
  /** Whether `GET /` answers. */
  readonly root: boolean
  /** What discovery has to say of resources that it did not find. */
  readonly notFound: Readonly<Partial<Record<keyof TargetSettings['resources'], string>>>
}

export interface DeterminedCapabilities {
  readonly capabilities: readonly Capability[]
  readonly missing: Readonly<Partial<Record<Capability, string>>>
}

const since = (found: unknown, otherwise: string): string | undefined => (found === undefined ? otherwise : undefined)

/** Why no server can be made, or undefined. The vendor's dialect requires a network or a subnet; stock Nova does not. */
function whyNoServer({ profile, resources, readOnly, notFound }: CapabilityInputs): string | undefined {
  if (readOnly) return 'the run is read-only'
  const isFamilyNeeded = asksVendorRules(profile) && resources.bootVolume === undefined
  const needsNetwork = asksVendorRules(profile) && resources.network === undefined && resources.subnet === undefined
  return (
    since(resources.image, notFound.image ?? 'no image: set resources.image') ??
    since(resources.flavor, notFound.flavor ?? 'no flavor: set resources.flavor') ??
    (isFamilyNeeded ? notFound.bootVolume : undefined) ??
    (needsNetwork ? (notFound.network ?? 'no network: set resources.network or resources.subnet') : undefined)
  )
}

/** What can be verified, and for everything else what to configure. Pure. */
export function determineCapabilities(offer: CapabilityInputs): DeterminedCapabilities {
  const { resources, services, other, statusControl, root, notFound } = offer
  const lacks = (name: keyof typeof resources & Capability) =>
    since(resources[name], notFound[name] ?? `no ${name}: set resources.${name}`)
  const onVolume =
    resources.bootVolume === true
      ? undefined
      : (notFound.bootVolume ??
        'the ordinary flavor has its root disk on the host: set resources.flavor to one of family m, c, r, t or x')
  const service = (name: keyof typeof services, what: string) =>
    since(services[name], `no ${what} service: set services.${name}, or sign in where the catalog has one`)
  const reasons: Readonly<Record<Capability, string | undefined>> = {
    root: root ? undefined : 'GET / answers 404',
    server: whyNoServer(offer),
    otherTenant: since(other, 'no second tenant: set other.tenant and other.token'),
    network: lacks('network'),
    subnet: lacks('subnet'),
    securityGroup: lacks('securityGroup'),
    volume: lacks('volume'),
    resizeFlavor: lacks('resizeFlavor'),
    localFlavor: lacks('localFlavor'),
    blockDeviceFlavor: onVolume,
    bootVolume: onVolume,
    windowsImage: lacks('windowsImage'),
    smallFlavor: lacks('smallFlavor'),
    imageService: service('image', 'image'),
    networkService: service('network', 'network'),
    volumeService: service('blockStorage', 'block storage'),
    operatorStates: since(
      statusControl,
      'no way to states that only an operator reaches: set target.control, or target.novaActions for a Nova of your own',
    ),
    anyState: statusControl?.by === 'control' ? undefined : 'no way to every state of a server: set target.control',
  }
  return { capabilities: names(reasons).filter((name) => reasons[name] === undefined), missing: present(reasons) }
}

function names<Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] {
  const found: Name[] = []
  for (const name in record) found.push(name)
  return found
}
