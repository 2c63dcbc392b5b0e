import type { ConfigResources } from '../config/config.ts'
import { at, listAt, numberAt, present, textAt } from '../json.ts'
import { computePath, type Discovered, type DiscoveryContext, getFirst } from './context.ts'
import type { ImageSummary } from './images.ts'

export interface FlavorSummary {
  readonly id: string
  readonly name: string
  /** MB; infinite when nothing says it, so that such a flavor is the last to be chosen. */
  readonly ram: number
  readonly vcpus: number
  /** GB */
  readonly disk: number
}

/** `m2.c1m2`: the vendor's names say vCPUs and GB of memory, where the listing does not. */
function flavorOf(row: unknown): FlavorSummary[] {
  const id = textAt(row, 'id')
  if (id === undefined || at(row, 'OS-FLV-DISABLED:disabled') === true) return []
  const name = textAt(row, 'name') ?? ''
  const [, cpus, gigabytes] = /c(\d+)m(\d+)$/.exec(name) ?? []
  const ram = numberAt(row, 'ram') ?? (gigabytes === undefined ? undefined : Number(gigabytes) * 1024)
  const vcpus = numberAt(row, 'vcpus') ?? (cpus === undefined ? undefined : Number(cpus))
  return [{ id, name, ram: ram ?? Number.POSITIVE_INFINITY, vcpus: vcpus ?? 0, disk: numberAt(row, 'disk') ?? 0 }]
}

/** The flavors, the cheapest first: `/flavors/detail` where it exists, else the documented listing. */
export async function listFlavors(survey: DiscoveryContext): Promise<readonly FlavorSummary[]> {
  const urls = ['/flavors/detail', '/flavors'].map((path) => computePath(survey, path))
  const flavors = listAt(await getFirst(survey, ...urls), 'flavors').flatMap(flavorOf)
  return flavors.toSorted((a, b) => a.ram - b.ram || a.vcpus - b.vcpus || a.disk - b.disk || a.id.localeCompare(b.id))
}

/** Families m, c, r, t and x have a volume as root disk (the document, instance types); u2 has it on the host. */
const onVolume = ({ name }: FlavorSummary): boolean => /^[mcrtx]\d/.test(name)
const onHost = ({ name }: FlavorSummary): boolean => /^u\d/.test(name)
const family = ({ name }: FlavorSummary): string => name.split('.')[0] ?? name

/** Below this the vendor boots no Windows, and at it every image: so the ordinary flavor has at least as much. */
const windowsMemory = 2048

type Needs = Pick<ImageSummary, 'minRam' | 'minDisk'>

function ordinaryOf(flavors: readonly FlavorSummary[], vendor: boolean, { minRam, minDisk }: Needs) {
  const fitting = flavors.filter(({ ram }) => ram >= minRam)
  const withDisk = fitting.filter(({ disk }) => disk >= Math.max(1, minDisk))
  const stock = withDisk.find((flavor) => !onHost(flavor)) ?? withDisk[0]
  if (!vendor) return stock
  return fitting.find((flavor) => onVolume(flavor) && flavor.ram >= windowsMemory) ?? fitting.find(onVolume) ?? stock
}

/** The next larger of the family, else another of it, else the next larger that keeps its root disk in the same place. */
function resizeOf(flavors: readonly FlavorSummary[], from: FlavorSummary): FlavorSummary | undefined {
  const others = flavors.filter(
    (flavor) =>
      flavor.id !== from.id &&
      flavor.disk >= from.disk &&
      onHost(flavor) === onHost(from) &&
      flavor.ram < Number.POSITIVE_INFINITY,
  )
  const relatives = others.filter((flavor) => family(flavor) === family(from))
  const larger = (flavor: FlavorSummary) => flavor.ram > from.ram
  return relatives.find(larger) ?? relatives[0] ?? others.find(larger) ?? others[0]
}

/** Picks flavors out of a list with the cheapest first, for what is not configured. Pure. */
export function chooseFlavors(
  flavors: readonly FlavorSummary[],
  vendor: boolean,
  needs: Needs,
  given: ConfigResources,
): Discovered {
  const ordinary =
    given.flavor === undefined ? ordinaryOf(flavors, vendor, needs) : flavors.find(({ id }) => id === given.flavor)
  const fits = ({ ram, disk }: FlavorSummary) => ram >= needs.minRam && disk >= Math.max(1, needs.minDisk)
  const local = flavors.find((flavor) => onHost(flavor) && fits(flavor)) ?? (vendor ? undefined : ordinary)
  const small = flavors.filter(({ ram }) => ram < windowsMemory)
  const bootVolume = given.bootVolume ?? (vendor ? ordinary && onVolume(ordinary) : false)
  return {
    resources: present({
      flavor: given.flavor ?? ordinary?.id,
      resizeFlavor: given.resizeFlavor ?? (ordinary && resizeOf(flavors, ordinary))?.id,
      localFlavor: given.localFlavor ?? local?.id,
      smallFlavor: given.smallFlavor ?? (small.find((flavor) => !onHost(flavor)) ?? small[0])?.id,
      bootVolume,
    }),
    notFound: present({
      flavor: 'none of the listed flavors can boot the image: set resources.flavor',
      resizeFlavor: 'no second flavor to resize to: set resources.resizeFlavor',
      localFlavor: 'no flavor of family u2: set resources.localFlavor',
      smallFlavor: 'no flavor with less than 2048 MB: set resources.smallFlavor',
      bootVolume:
        bootVolume === undefined ? 'the family of resources.flavor is not known: set resources.bootVolume' : undefined,
    }),
  }
}
