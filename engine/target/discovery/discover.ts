import type { ConfigResources } from '../config/config.ts'
import { asksVendorRules } from '../selection.ts'
import type { Discovered, DiscoveryContext } from './context.ts'
import { chooseFlavors, listFlavors } from './flavors.ts'
import { chooseImages, listImages } from './images.ts'
import { findNetwork } from './networks.ts'
import { findSecurityGroup, findVolume } from './spare-resources.ts'

const nothing: Discovered = { resources: {}, notFound: {} }

async function imagesAndFlavors(
  survey: DiscoveryContext,
  lacks: (...names: (keyof ConfigResources)[]) => boolean,
): Promise<Discovered> {
  const { given, profile } = survey
  const [images, flavors] = await Promise.all([
    lacks('image', 'windowsImage', 'flavor') ? listImages(survey) : [],
    lacks('flavor', 'resizeFlavor', 'localFlavor', 'smallFlavor', 'bootVolume') ? listFlavors(survey) : [],
  ])
  const chosen = chooseImages(images, given)
  const image = images.find(({ id }) => id === chosen.resources.image)
  const needs = { minRam: image?.minRam ?? 0, minDisk: image?.minDisk ?? 0 }
  const flavor = chooseFlavors(flavors, asksVendorRules(profile), needs, given)
  return {
    resources: { ...chosen.resources, ...flavor.resources },
    notFound: { ...chosen.notFound, ...flavor.notFound },
  }
}

/**
 * Fills in what is not configured, by GET requests alone; nothing is made. What cannot be found is no error: `notFound` says
 * what to configure. An availability zone is never chosen: the target's own choice is the documented default.
 */
export async function discover(survey: DiscoveryContext): Promise<Discovered> {
  const { given } = survey
  const lacks = (...names: (keyof ConfigResources)[]) => names.some((name) => given[name] === undefined)
  const parts = await Promise.all([
    imagesAndFlavors(survey, lacks),
    lacks('network', 'subnet') ? findNetwork(survey) : nothing,
    lacks('securityGroup') ? findSecurityGroup(survey) : nothing,
    lacks('volume') ? findVolume(survey) : nothing,
  ])
  return {
    resources: Object.assign({}, given, ...parts.map(({ resources }) => resources)),
    notFound: Object.assign({}, ...parts.map(({ notFound }) => notFound)),
  }
}
