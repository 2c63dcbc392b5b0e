import { defineHook, type HookScope } from '../fault-injection/hooks.ts'
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

/** vCPUs and GB of RAM of the flavors that every family has. */
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

/** Tells whether a server of this flavor has its root disk on the host, which is so only in the family u. */
export function isLocal(flavor: Flavor): boolean {
  return flavor.name.startsWith('u')
}

/**
 * Returns the vendor's flavors, ordered by id as Nova lists them. One is larger than any host: a server with it ends in ERROR, as in a
 * cloud without capacity.
 */
export function seedFlavors(
  scope: HookScope,
  random: Random,
  families: readonly string[] = defaultFamilies,
): readonly Flavor[] {
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
  // Less memory than the Windows image requires.
  const small = { name: `${families.at(-1)}.c1m1`, vcpus: 1, ram: 1024, disk: 0 }
  const oversized = { name: 'x1.c128m1952', vcpus: 128, ram: 1952 * 1024, disk: 0 }
  return [...volumeBacked, ...local, small, oversized]
    .map((flavor, index) => ({ id: flavorId(scope, random.uuid(), index), ...flavor }))
    .sort((left, right) => (left.id < right.id ? -1 : 1))
}

/** Returns the id of the flavor that is created at a position. */
export const flavorId = defineHook('flavors.id', (_scope: HookScope, uuid: string, _index: number): string => uuid)
