import type { Contradiction } from './observation.ts'
import type { ResourceMemory } from './resource-memory.ts'

/** A value that no two resources may have at the same time. */
interface UniqueValue {
  /** The value, prefixed where values of different kinds could be equal. */
  readonly key: string
  readonly name: string
  readonly requirement: Contradiction['requirement']
  /** Pointer to the value, below the description of the resource. */
  readonly at: string
}

/** A resource that has a value, with its id or name. */
interface Owner {
  readonly memory: ResourceMemory
  readonly id: string
}

const messages = { server: 'Two servers', keypair: 'Two keypairs' } as const

function uniqueValues({ addresses, keypairId }: ResourceMemory): readonly UniqueValue[] {
  const ofAddresses = addresses.flatMap(({ network, ip, mac }): readonly UniqueValue[] => {
    const at = 'addresses'
    const address = { key: `${network} ${ip}`, name: 'address', requirement: 'servers.addresses.per-port', at } as const
    if (mac === undefined) return [address]
    return [address, { key: mac.toLowerCase(), name: 'MAC address', requirement: 'servers.addresses.mac', at }]
  })
  if (keypairId === undefined) return ofAddresses
  return [...ofAddresses, { key: `keypair ${keypairId}`, name: 'id', requirement: 'keypairs.id', at: 'id' }]
}

/** Finds addresses, MAC addresses and keypair ids that two resources of the run have at the same time. */
export class UniqueValueCheck {
  readonly #owners = new Map<string, Owner>()
  /** Resources with a reported conflict. */
  readonly #reported = new WeakSet<ResourceMemory>()

  /**
   * Records the values of a resource and returns the first one that another resource has; at most once for each resource. `id`: the id or
   * name of the resource.
   */
  check(memory: ResourceMemory, pointer: string, id: string): readonly Contradiction[] {
    const values = uniqueValues(memory)
    const shared = values.find(({ key }) => this.#isOfAnother(key, memory))
    const owner = shared && this.#owners.get(shared.key)
    for (const { key } of values) if (!this.#isOfAnother(key, memory)) this.#owners.set(key, { memory, id })
    if (shared === undefined || owner === undefined || this.#reported.has(memory)) return []
    this.#reported.add(memory)
    const { key, name, requirement, at } = shared
    return [
      {
        requirement,
        message: `${at === 'id' ? messages.keypair : messages.server} that exist at the same time have the same ${name}.`,
        at: `${pointer}/${at}`,
        expected: `a different ${name} for each`,
        actual: key,
        assumes: { kind: at === 'id' ? 'keypair' : 'server', id: owner.id },
      },
    ]
  }

  /** Forgets the values of a deleted resource. */
  release(memory: ResourceMemory): void {
    for (const { key } of uniqueValues(memory)) if (this.#owners.get(key)?.memory === memory) this.#owners.delete(key)
  }

  /** Tells whether another existing resource still has the value. */
  #isOfAnother(key: string, memory: ResourceMemory): boolean {
    const owner = this.#owners.get(key)?.memory
    return owner !== undefined && owner !== memory && uniqueValues(owner).some((value) => value.key === key)
  }
}
