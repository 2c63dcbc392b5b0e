import { badRequest } from '../server/errors.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { type Flavor, isLocal } from '../state/flavors.ts'
import { type Image, isWindows } from '../state/images.ts'

/** The document's limit for the name of a Windows server, and its least RAM in MB. */
const longestWindowsName = 15
const leastWindowsRam = 2048

/** @throws ApiError 400 for what the image, or the document of Windows images, does not allow. */
export function checkImage(cloud: CloudState, image: Image, flavor: Flavor, name: string): void {
  if (isWindows(image)) {
    checkWindows(cloud, image, flavor, name)
  } else {
    requireMemory(flavor, image.minRam)
    requireLocalDisk(flavor, image)
  }
}

function checkWindows({ faults }: CloudState, image: Image, flavor: Flavor, name: string): void {
  if (isLocal(flavor) && faults.has('create-windows-local-accepted')) return
  if (isLocal(flavor)) throw badRequest('Windows images cannot be used with a u2 flavor.')
  if (!faults.has('create-windows-ram-unchecked')) requireMemory(flavor, Math.max(image.minRam, leastWindowsRam))
  const longest = faults.has('create-windows-name-one-more') ? longestWindowsName + 1 : longestWindowsName
  if ([...name].length > longest && !faults.has('create-windows-name-unchecked')) {
    throw badRequest(`The name of a Windows server has at most ${longestWindowsName} characters.`)
  }
}

function requireMemory(flavor: Flavor, least: number): void {
  if (flavor.ram < least) throw badRequest(`Flavor's memory is too small: the image needs ${least} MB.`)
}

function requireLocalDisk(flavor: Flavor, image: Image): void {
  if (isLocal(flavor) && flavor.disk < image.minDisk) {
    throw badRequest(`Flavor's disk is too small: the image needs ${image.minDisk} GB.`)
  }
}
