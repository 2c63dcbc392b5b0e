import { defined } from '#engine/input'
import type { TargetResources } from '#model'
import { hasVendorRules } from '../selection.ts'
import type { Discovered, DiscoveryContext } from './context.ts'
import { chooseFlavors, listFlavors } from './flavors.ts'
import { chooseImages, listImages } from './images.ts'
import { findNetwork } from './networks.ts'
import { findSecurityGroup, findVolume } from './spare-resources.ts'

const nothing: Discovered = { resources: {}, notFound: {} }

/** Tells whether at least one of these resources is not configured. */
const isNeeded = ({ configured }: DiscoveryContext, ...names: readonly (keyof TargetResources)[]): boolean =>
  names.some((name) => configured[name] === undefined)

async function discoverImagesAndFlavors(context: DiscoveryContext): Promise<Discovered> {
  const { configured, profile } = context
  const [images, flavors] = await Promise.all([
    isNeeded(context, 'image', 'windowsImage', 'flavor', 'rootVolumeGb') ? listImages(context) : [],
    isNeeded(context, 'flavor', 'resizeFlavor', 'localFlavor', 'smallFlavor', 'bootVolume') ? listFlavors(context) : [],
  ])
  const chosenImages = chooseImages(images, configured)
  const image = images.find(({ id }) => id === chosenImages.resources.image)
  const minimum = { minRam: image?.minRam ?? 0, minDisk: image?.minDisk ?? 0 }
  const chosenFlavors = chooseFlavors(flavors, hasVendorRules(profile), minimum, configured)
  const rootVolumeGb = configured.rootVolumeGb ?? (minimum.minDisk || undefined)
  return {
    resources: { ...defined({ rootVolumeGb }), ...chosenImages.resources, ...chosenFlavors.resources },
    notFound: { ...chosenImages.notFound, ...chosenFlavors.notFound },
  }
}

/**
 * Finds the resources that are not configured, with GET requests only. A missing resource is not an error: `notFound` names the setting to
 * configure. An availability zone is chosen only if there are several and a volume is in one of them; otherwise the target chooses, as
 * documented.
 */
export async function discover(context: DiscoveryContext): Promise<Discovered> {
  const parts = await Promise.all([
    discoverImagesAndFlavors(context),
    isNeeded(context, 'network', 'subnet') ? findNetwork(context) : nothing,
    isNeeded(context, 'securityGroup') ? findSecurityGroup(context) : nothing,
    isNeeded(context, 'volume') ? findVolume(context) : nothing,
  ])
  return {
    resources: Object.assign({}, context.configured, ...parts.map(({ resources }) => resources)),
    notFound: Object.assign({}, ...parts.map(({ notFound }) => notFound)),
  }
}
