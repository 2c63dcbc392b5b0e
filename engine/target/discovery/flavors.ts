import { at, defined, numberAt, textAt } from '#engine/input'
import type { TargetResources } from '#model'
import { computePath, type Discovered, type DiscoveryContext } from './context.ts'
import type { ImageSummary } from './images.ts'
import { idOf, listPages } from './pages.ts'

export interface FlavorSummary {
  readonly id: string
  readonly name: string
  /** MB; infinite when unknown, so that such a flavor is chosen last. */
  readonly ram: number
  readonly vcpus: number
  /** GB; infinite when unknown: such a flavor is not known to be too small. */
  readonly disk: number
}

/** Reads a flavor of a list. The vendor's names (`m2.c1m2`) contain vCPUs and GB of memory, for lists without details. */
function toFlavor(row: unknown): FlavorSummary[] {
  const id = idOf(row)
  if (id === undefined || at(row, 'OS-FLV-DISABLED:disabled') === true) return []
  const name = textAt(row, 'name') ?? ''
  const [, cpus, gigabytes] = /c(\d+)m(\d+)$/.exec(name) ?? []
  const ram = numberAt(row, 'ram') ?? (gigabytes === undefined ? undefined : Number(gigabytes) * 1024)
  const vcpus = numberAt(row, 'vcpus') ?? (cpus === undefined ? undefined : Number(cpus))
  const disk = numberAt(row, 'disk') ?? Number.POSITIVE_INFINITY
  return [{ id, name, ram: ram ?? Number.POSITIVE_INFINITY, vcpus: vcpus ?? 0, disk }]
}

/** Returns the flavors, smallest first: from `/flavors/detail` if it exists, else from the documented list. */
export async function listFlavors(context: DiscoveryContext): Promise<readonly FlavorSummary[]> {
  const urls = ['/flavors/detail', '/flavors'].map((path) => computePath(context, path))
  const flavors = (await listPages(context, 'flavors', ...urls)).flatMap(toFlavor)
  return flavors.toSorted((a, b) => a.ram - b.ram || a.vcpus - b.vcpus || a.disk - b.disk || a.id.localeCompare(b.id))
}

/**
 * Tells whether the root disk of a flavor is a volume: that of families m, c, r, t and x is (document, instance types);
 * u2 has it on the host.
 */
const isOnVolume = ({ name }: FlavorSummary): boolean => /^[mcrtx]\d/.test(name)
const isOnHost = ({ name }: FlavorSummary): boolean => /^u\d/.test(name)
const familyOf = ({ name }: FlavorSummary): string => name.split('.')[0] ?? name

/** MB. The vendor's Windows images need this much, so the default flavor has at least as much. */
const windowsRam = 2048

/** The requirements of the chosen image. */
type Minimum = Pick<ImageSummary, 'minRam' | 'minDisk'>

function chooseDefault(flavors: readonly FlavorSummary[], isVendor: boolean, { minRam, minDisk }: Minimum) {
  const withRam = flavors.filter(({ ram }) => ram >= minRam)
  const withDisk = withRam.filter(({ disk }) => disk >= Math.max(1, minDisk))
  const stock = withDisk.find((flavor) => !isOnHost(flavor)) ?? withDisk[0]
  if (!isVendor) return stock
  return withRam.find((flavor) => isOnVolume(flavor) && flavor.ram >= windowsRam) ?? withRam.find(isOnVolume) ?? stock
}

/**
 * Chooses the next larger flavor of the family, else another of the family, else one with its root disk in the same place. A flavor of
 * unknown size could be expensive, so any other one is chosen only if the target shows no sizes at all, which the document does not
 * require.
 */
function chooseResize(flavors: readonly FlavorSummary[], from: FlavorSummary): FlavorSummary | undefined {
  const candidates = flavors.filter(
    (flavor) =>
      flavor.id !== from.id &&
      flavor.disk >= from.disk &&
      isOnHost(flavor) === isOnHost(from) &&
      (flavor.ram < Number.POSITIVE_INFINITY || from.ram === Number.POSITIVE_INFINITY),
  )
  const family = candidates.filter((flavor) => familyOf(flavor) === familyOf(from))
  const isLarger = (flavor: FlavorSummary) => flavor.ram > from.ram
  return family.find(isLarger) ?? family[0] ?? candidates.find(isLarger) ?? candidates[0]
}

/** Compares ids; the digits of a UUID may be in upper or lower case. */
const isSameId = (id: string, other = ''): boolean => id.toLowerCase() === other.toLowerCase()

/** Chooses the flavors that are not configured from a list with the smallest first. Pure. */
export function chooseFlavors(
  flavors: readonly FlavorSummary[],
  isVendor: boolean,
  minimum: Minimum,
  configured: TargetResources,
): Discovered {
  const flavor =
    configured.flavor === undefined
      ? chooseDefault(flavors, isVendor, minimum)
      : flavors.find(({ id }) => isSameId(id, configured.flavor))
  const fits = ({ ram, disk }: FlavorSummary) => ram >= minimum.minRam && disk >= Math.max(1, minimum.minDisk)
  const local = flavors.find((candidate) => isOnHost(candidate) && fits(candidate)) ?? (isVendor ? undefined : flavor)
  const small = flavors.filter(({ ram }) => ram < windowsRam)
  const bootVolume = configured.bootVolume ?? (isVendor ? flavor && isOnVolume(flavor) : false)
  return {
    resources: defined({
      flavor: configured.flavor ?? flavor?.id,
      resizeFlavor: configured.resizeFlavor ?? (flavor && chooseResize(flavors, flavor))?.id,
      localFlavor: configured.localFlavor ?? local?.id,
      smallFlavor: configured.smallFlavor ?? (small.find((candidate) => !isOnHost(candidate)) ?? small[0])?.id,
      bootVolume,
    }),
    notFound: defined({
      flavor:
        flavors.length === 0
          ? 'no flavors can be listed: set resources.flavor'
          : 'none of the listed flavors has the memory and the disk that the image needs: set resources.flavor',
      resizeFlavor: 'no second flavor to resize to: set resources.resizeFlavor',
      localFlavor: 'no flavor of family u2, which the vendor has retired in region KR1: set resources.localFlavor',
      smallFlavor: 'no flavor with less than 2048 MB: set resources.smallFlavor',
      bootVolume:
        bootVolume === undefined ? 'the family of resources.flavor is unknown: set resources.bootVolume' : undefined,
    }),
  }
}
