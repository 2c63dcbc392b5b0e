import { defineHook } from '../fault-injection/hooks.ts'
import { badRequest } from '../server/errors.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { type Flavor, isLocal } from '../state/flavors.ts'
import { type Image, isWindows } from '../state/images.ts'

/** The document's limit for the name of a Windows server, in characters, and its minimum of memory, in MB. */
const longestWindowsName = 15
const leastWindowsRam = 2048

/**
 * Checks the image of a create request.
 * @throws ApiError 400 unless the image, and the document's rules for Windows, allow the flavor and the name.
 */
export function checkImage(cloud: CloudState, image: Image, flavor: Flavor, name: string): void {
  if (isWindows(image)) {
    checkWindowsImage(cloud, image, flavor, name)
  } else {
    requireMemory(flavor, image.minRam)
    requireLocalDisk(flavor, image)
  }
}

/** Checks the document's rules for Windows. @throws ApiError 400 */
export const checkWindowsImage = defineHook(
  'images.checkWindows',
  (_cloud: CloudState, image: Image, flavor: Flavor, name: string): void => {
    if (isLocal(flavor)) throw badRequest('Windows images cannot be used with a u2 flavor.')
    requireMemory(flavor, Math.max(image.minRam, leastWindowsRam))
    if ([...name].length > longestWindowsName) {
      throw badRequest(`The name of a Windows server has at most ${longestWindowsName} characters.`)
    }
  },
)

function requireMemory(flavor: Flavor, least: number): void {
  if (flavor.ram < least) throw badRequest(`Flavor's memory is too small: the image needs ${least} MB.`)
}

function requireLocalDisk(flavor: Flavor, image: Image): void {
  if (isLocal(flavor) && flavor.disk < image.minDisk) {
    throw badRequest(`Flavor's disk is too small: the image needs ${image.minDisk} GB.`)
  }
}
