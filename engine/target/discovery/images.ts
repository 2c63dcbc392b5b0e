import type { ConfigResources } from '../config/config.ts'
import { at, listAt, numberAt, present, textAt } from '../json.ts'
import { computePath, type Discovered, type DiscoveryContext, getFirst, serviceUrl } from './context.ts'

export interface ImageSummary {
  readonly id: string
  /** GB */
  readonly minDisk: number
  /** MB */
  readonly minRam: number
  /** Bytes. */
  readonly size: number
  readonly windows: boolean
  /** Made of somebody's server: not an image to start from unless there is no other. */
  readonly snapshot: boolean
}

/** Kernels and ramdisks are images too, but nothing boots from them alone. */
const notBootable = /^(aki|ari)$/

/** A row of the image service, or of Compute's older listing, which writes minDisk and keeps properties as metadata. */
function imageOf(row: unknown): ImageSummary[] {
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
      windows: ['os_type', 'os_distro', 'name'].some((name) => /windows/i.test(property(name))),
      snapshot: property('image_type') === 'snapshot' || at(row, 'server') !== undefined,
    },
  ]
}

/** The active images, the smallest first: from the image service, else from Compute's own listing. */
export async function listImages(survey: DiscoveryContext): Promise<readonly ImageSummary[]> {
  const response = await getFirst(
    survey,
    serviceUrl(survey.services.image, '/v2/images?status=active&limit=200'),
    computePath(survey, '/images/detail?status=ACTIVE'),
  )
  return listAt(response, 'images')
    .flatMap(imageOf)
    .toSorted(
      (a, b) =>
        Number(a.snapshot) - Number(b.snapshot) || a.minDisk - b.minDisk || a.size - b.size || a.id.localeCompare(b.id),
    )
}

/** Picks images out of a list with the smallest first, for what is not configured. Pure. */
export function chooseImages(images: readonly ImageSummary[], given: ConfigResources): Discovered {
  return {
    resources: present({
      image: given.image ?? images.find(({ windows }) => !windows)?.id,
      windowsImage: given.windowsImage ?? images.find(({ windows }) => windows)?.id,
    }),
    notFound: {
      image: 'no image: set resources.image, or give a catalog with an image service',
      windowsImage: 'no image whose os_type, os_distro or name says Windows: set resources.windowsImage',
    },
  }
}
