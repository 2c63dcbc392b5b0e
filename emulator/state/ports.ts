import { lowestFree, rangeOf, toNumber } from './addresses.ts'
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
  /** The id of its server, or ''; only `Ports.bind` changes it. */
  readonly deviceId: string
  /** Created for a server, and deleted with it. */
  readonly isTransient: boolean
}

/** The part of a subnet that its addresses depend on. */
interface AddressPool {
  readonly id: string
  readonly cidr: string
}

/** Every port, indexed by id, by server and by address. */
export class Ports {
  readonly #byId = new ObservableMap<Port>()
  readonly #byDevice = new Map<string, Map<string, Port>>()
  readonly #addresses = new Map<string, Set<string>>()
  /** By subnet id, an address below which no address is free. */
  readonly #hints = new Map<string, number>()

  all(): readonly Port[] {
    return [...this.#byId.values()]
  }

  get(id: string): Port | undefined {
    return this.#byId.get(id)
  }

  /** Returns the ports of a server, in the order of creation. */
  of(deviceId: string): readonly Port[] {
    return [...(this.#byDevice.get(deviceId)?.values() ?? [])]
  }

  add(port: Port): void {
    this.#byId.set(port.id, port)
    this.#addToDevice(port.id)
    const taken = this.#addresses.get(port.subnetId) ?? new Set()
    this.#addresses.set(port.subnetId, taken.add(port.address))
  }

  remove(port: Port): void {
    this.#byId.delete(port.id)
    this.#removeFromDevice(port.deviceId, port.id)
    this.#addresses.get(port.subnetId)?.delete(port.address)
    const hint = this.#hints.get(port.subnetId)
    if (hint !== undefined) this.#hints.set(port.subnetId, Math.min(hint, toNumber(port.address)))
  }

  /** Assigns a port to a server, or to none with ''. */
  bind(port: Port, deviceId: string): void {
    this.#removeFromDevice(port.deviceId, port.id)
    this.#byId.set(port.id, { ...port, deviceId })
    this.#addToDevice(port.id)
  }

  entries(): Iterable<readonly [string, Port]> {
    return this.#byId.entries()
  }

  /** Calls `listener` for every port that is added, changed or removed from now on. */
  observe(listener: ChangeListener<Port>): void {
    this.#byId.observe(listener)
    for (const id of this.#byId.keys()) this.#addToDevice(id)
  }

  isTaken(subnetId: string, address: string): boolean {
    return this.#addresses.get(subnetId)?.has(address) ?? false
  }

  countIn(subnetId: string): number {
    return this.#addresses.get(subnetId)?.size ?? 0
  }

  hasFreeAddresses({ id, cidr }: AddressPool, count: number): boolean {
    const { first, last } = rangeOf(cidr)
    return this.countIn(id) + count <= last - first + 1
  }

  /**
   * Returns the lowest free address of a subnet.
   * @throws RangeError when the subnet is full; check `hasFreeAddresses` first
   */
  freeAddress({ id, cidr }: AddressPool): string {
    const free = lowestFree(cidr, (address) => this.isTaken(id, address), this.#hints.get(id))
    if (free === undefined) throw new RangeError(`subnet ${id} has no free address`)
    this.#hints.set(id, free.number)
    return free.address
  }

  #addToDevice(id: string): void {
    const port = this.#byId.get(id)
    if (port === undefined || port.deviceId === '') return
    const ports = this.#byDevice.get(port.deviceId) ?? new Map<string, Port>()
    this.#byDevice.set(port.deviceId, ports.set(port.id, port))
  }

  #removeFromDevice(deviceId: string, id: string): void {
    const ports = this.#byDevice.get(deviceId)
    ports?.delete(id)
    if (ports?.size === 0) this.#byDevice.delete(deviceId)
  }
}
