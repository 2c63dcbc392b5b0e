import type { Contradiction } from './observation.ts'
import type { ResourceMemory } from './resource-memory.ts'

/** Addresses of a server that another server of the run has at the same time. */
export function findConflicts(
  memory: ResourceMemory,
  servers: Iterable<ResourceMemory>,
  pointer: string,
): readonly Contradiction[] {
  const contradictions: Contradiction[] = []
  for (const other of servers) {
    if (other === memory) continue
    for (const { network, ip, mac } of memory.addresses) {
      if (other.addresses.some((address) => address.network === network && address.ip === ip))
        contradictions.push(shared(`${pointer}/addresses`, 'servers.addresses.per-port', 'address', `${network} ${ip}`))
      if (mac !== undefined && other.addresses.some((address) => address.mac === mac))
        contradictions.push(shared(`${pointer}/addresses`, 'servers.addresses.mac', 'MAC address', mac))
    }
  }
  return contradictions.slice(0, 1)
}

/** An id that another keypair of the run has at the same time. */
export function findSharedId(
  memory: ResourceMemory,
  keypairs: Iterable<ResourceMemory>,
  pointer: string,
): readonly Contradiction[] {
  const { keypairId } = memory
  if (keypairId === undefined) return []
  const isShared = [...keypairs].some((other) => other !== memory && other.keypairId === keypairId)
  if (!isShared) return []
  return [
    {
      requirement: 'keypairs.id',
      message: 'Two keypairs that exist at the same time have the same id.',
      at: `${pointer}/id`,
      expected: 'an id of its own',
      actual: String(keypairId),
    },
  ]
}

const shared = (at: string, requirement: Contradiction['requirement'], what: string, value: string): Contradiction => ({
  requirement,
  message: `Two servers that exist at the same time have the same ${what}.`,
  at,
  expected: `a ${what} of its own`,
  actual: value,
})
