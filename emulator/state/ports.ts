import { lowestFree, rangeOf, toNumber } from './addresses.ts'
import type { Subnet } from './networks.ts'
import { type ChangeListener, ObservableMap } from './observable-map.ts'

export interface Port {
  readonly id: string
  name: string
  readonly networkId: string
  readonly subnetId: string
  readonly tenantId: string
  readonly address: string
  readonly mac: string
  groupIds: readonly string[]
  /** The server it belongs to, or '' while free; changed by `Ports.bind` alone. */
  readonly deviceId: string
  /** Made for a server, and removed with it. */
  readonly isTransient: boolean
}

/** Every port, found by id, by server and by address without looking at all the others. */
export class Ports {
  readonly #byId = new ObservableMap<Port>()
  readonly #byDevice = new Map<string, Map<string, Port>>()
  readonly #addresses = new Map<string, Set<string>>()
  /** By subnet, an address below which none is free. */
  readonly #hints = new Map<string, number>()

  all(): readonly Port[] {
    return [...this.#byId.values()]
  }

  get(id: string): Port | undefined {
    return this.#byId.get(id)
  }

  /** In the order in which they were made. */
  of(deviceId: string): readonly Port[] {
    return [...(this.#byDevice.get(deviceId)?.values() ?? [])]
  }

  add(port: Port): void {
    this.#byId.set(port.id, port)
    this.#remember(port.id)
    const taken = this.#addresses.get(port.subnetId) ?? new Set()
    this.#addresses.set(port.subnetId, taken.add(port.address))
  }

  remove(port: Port): void {
    this.#byId.delete(port.id)
    this.#forget(port.deviceId, port.id)
    this.#addresses.get(port.subnetId)?.delete(port.address)
    const hint = this.#hints.get(port.subnetId)
    if (hint !== undefined) this.#hints.set(port.subnetId, Math.min(hint, toNumber(port.address)))
  }

  /** Gives a port to a server, or with '' to nobody. */
  bind(port: Port, deviceId: string): void {
    this.#forget(port.deviceId, port.id)
    this.#byId.set(port.id, { ...port, deviceId })
    this.#remember(port.id)
  }

  entries(): Iterable<readonly [string, Port]> {
    return this.#byId.entries()
  }

  /** From now on `notice` hears of every port that comes, changes or goes. */
  observe(notice: ChangeListener<Port>): void {
    this.#byId.observe(notice)
    for (const id of this.#byId.keys()) this.#remember(id)
  }

  isTaken(subnetId: string, address: string): boolean {
    return this.#addresses.get(subnetId)?.has(address) ?? false
  }

  countIn(subnetId: string): number {
    return this.#addresses.get(subnetId)?.size ?? 0
  }

  hasFreeAddresses({ id, cidr }: Subnet, count: number): boolean {
    const { first, last } = rangeOf(cidr)
    return this.countIn(id) + count <= last - first + 1
  }

  /** @throws RangeError when the subnet is full: `hasRoom` is to be asked before. */
  freeAddress({ id, cidr }: Subnet): string {
    const free = lowestFree(cidr, (address) => this.isTaken(id, address), this.#hints.get(id))
    if (free === undefined) throw new RangeError(`subnet ${id} is full; hasRoom was not asked`)
    this.#hints.set(id, free.number)
    return free.address
  }

  #remember(id: string): void {
    const port = this.#byId.get(id)
    if (port === undefined || port.deviceId === '') return
    const own = this.#byDevice.get(port.deviceId) ?? new Map<string, Port>()
    this.#byDevice.set(port.deviceId, own.set(port.id, port))
  }

  #forget(deviceId: string, id: string): void {
    const ids = this.#byDevice.get(deviceId)
    ids?.delete(id)
    if (ids?.size === 0) this.#byDevice.delete(deviceId)
  }
}
