import { at, defined, numberAt, textAt } from '#engine/input'
import type { TargetResources } from '#model'
import { computePath, type Discovered, type DiscoveryContext, serviceUrl } from './context.ts'
import { listPages } from './pages.ts'

export interface ImageSummary {
  readonly id: string
  /** GB */
  readonly minDisk: number
  /** MB */
  readonly minRam: number
  /** Bytes. */
  readonly size: number
  readonly isWindows: boolean
  /** An image of a server, which is only used when there is no other. */
  readonly isSnapshot: boolean
}

/** Kernels and ramdisks, which cannot be booted by themselves. */
const notBootable = /^(aki|ari)$/

/** Accepts rows of the image service and of Compute's older listing, which has `minDisk` and keeps properties as metadata. */
function toImage(row: unknown): ImageSummary[] {
  const id = textAt(row, 'id')
  const property = (name: string) => textAt(row, name) ?? textAt(row, 'metadata', name) ?? ''
  if (id === undefined || textAt(row, 'status')?.toLowerCase() !== 'active') return []
  if (notBootable.test(property('disk_format')) || at(row, 'os_hidden') === true) return []
  return [
    {
      id,
      minDisk: numberAt(row, 'min_disk') ?? numberAt(row, 'minDisk') ?? 0,
      minRam: numberAt(row, 'min_ram') ?? numberAt(row, 'minRam') ?? 0,
      size: numberAt(row, 'size') ?? numberAt(row, 'OS-EXT-IMG-SIZE:size') ?? 0,
      isWindows: ['os_type', 'os_distro', 'name'].some((name) => /windows/i.test(property(name))),
      isSnapshot: property('image_type') === 'snapshot' || at(row, 'server') !== undefined,
    },
  ]
}

/** Returns the active images, smallest first and snapshots last: from the image service, else from Compute's own list. */
export async function listImages(context: DiscoveryContext): Promise<readonly ImageSummary[]> {
  const rows = await listPages(
    context,
    'images',
    serviceUrl(context.services.image, '/v2/images?status=active&limit=200'),
    computePath(context, '/images/detail?status=ACTIVE'),
  )
  return rows
    .flatMap(toImage)
    .toSorted(
      (a, b) =>
        Number(a.isSnapshot) - Number(b.isSnapshot) ||
        a.minDisk - b.minDisk ||
        a.size - b.size ||
        a.id.localeCompare(b.id),
    )
}

/** Chooses the images that are not configured from a list with the smallest first. Pure. */
export function chooseImages(images: readonly ImageSummary[], configured: TargetResources): Discovered {
  return {
    resources: defined({
      image: configured.image ?? images.find(({ isWindows }) => !isWindows)?.id,
      windowsImage: configured.windowsImage ?? images.find(({ isWindows }) => isWindows)?.id,
    }),
    notFound: {
      image: 'no image: set resources.image, or sign in to a cloud with an image service',
      windowsImage: 'no image with Windows in os_type, os_distro or name: set resources.windowsImage',
    },
  }
}
