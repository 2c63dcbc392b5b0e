import type { Random } from '../random.ts'

export interface Flavor {
  readonly id: string
  readonly name: string
  readonly vcpus: number
  /** MB */
  readonly ram: number
  /** GB of disk on the host; 0 means that the root disk is a volume. */
  readonly disk: number
}

/** vCPUs and GB of RAM; every family has these sizes, so that each has a next larger one. */
const sizes = [
  [1, 2],
  [2, 4],
  [4, 8],
] as const

/** The u2 family keeps its root disk on the host: [vCPUs, GB of RAM, GB of disk]. */
const localSizes = [
  [1, 1, 20],
  [1, 2, 40],
  [2, 4, 60],
] as const

export const defaultFamilies = ['m2', 'c2', 'r2', 't2', 'x1'] as const

/** A vendor family by the letter of its name: only u keeps its root disk on the host. */
export function isLocal(flavor: Flavor): boolean {
  return flavor.name.startsWith('u')
}

/**
 * The vendor's flavors, in the order of their ids, which is the order in which Nova lists them. One of them is larger
 * than any host, so that a server of it ends in ERROR as in a full cloud.
 */
export function seedFlavors(random: Random, families: readonly string[] = defaultFamilies): readonly Flavor[] {
  const volumeBacked = families.flatMap((family) =>
    sizes.map(([vcpus, gigabytes]) => ({
      name: `${family}.c${vcpus}m${gigabytes}`,
      vcpus,
      ram: gigabytes * 1024,
      disk: 0,
    })),
  )
  const local = localSizes.map(([vcpus, gigabytes, disk]) => ({
    name: `u2.c${vcpus}m${gigabytes}`,
    vcpus,
    ram: gigabytes * 1024,
    disk,
  }))
  // Less memory than a Windows image may have.
  const small = { name: `${families.at(-1)}.c1m1`, vcpus: 1, ram: 1024, disk: 0 }
  const oversized = { name: 'x1.c128m1952', vcpus: 128, ram: 1952 * 1024, disk: 0 }
  return [...volumeBacked, ...local, small, oversized]
    .map((flavor) => ({ id: random.uuid(), ...flavor }))
    .sort((left, right) => (left.id < right.id ? -1 : 1))
}
