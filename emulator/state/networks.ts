import type { Random } from '../random.ts'
import { contains, lowestFree, rangeOf, toAddress } from './addresses.ts'
import { ObservableMap } from './observable-map.ts'
import { type Port, Ports } from './ports.ts'
import { type SecurityGroup, SecurityGroups } from './security-groups.ts'

export interface Network {
  readonly id: string
  readonly name: string
  readonly tenantId: string
  /** Visible to every tenant. Floating IPs come from it; servers cannot use it. */
  readonly isExternal: boolean
}

export interface Subnet {
  readonly id: string
  readonly name: string
  readonly networkId: string
  readonly tenantId: string
  /** `192.168.0.0/18` */
  readonly cidr: string
}

/** A public address, which may be associated with a port. */
export interface FloatingIp {
  readonly id: string
  readonly tenantId: string
  readonly networkId: string
  readonly address: string
  portId: string | null
  readonly createdAt: number
}

export interface PortRequest {
  readonly subnet: Subnet
  readonly address: string | undefined
  readonly name: string
  readonly groupIds: readonly string[]
  readonly deviceId: string
  readonly isTransient: boolean
}

/** Networks, subnets, ports, security groups and floating IPs of all tenants. */
export class Networking {
  readonly networks = new ObservableMap<Network>()
  readonly subnets = new ObservableMap<Subnet>()
  readonly ports = new Ports()
  readonly security: SecurityGroups
  readonly floatingIps = new ObservableMap<FloatingIp>()
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
    this.security = new SecurityGroups(random)
  }

  addNetwork(tenantId: string, name: string, cidr: string, isExternal = false): Subnet {
    const network = { id: this.#random.uuid(), name, tenantId, isExternal }
    this.networks.set(network.id, network)
    const subnet = { id: this.#random.uuid(), name: `${name} subnet`, networkId: network.id, tenantId, cidr }
    this.subnets.set(subnet.id, subnet)
    return subnet
  }

  /** Returns the tenant's network with this id. */
  findNetwork(tenantId: string, id: string): Network | undefined {
    const network = this.networks.get(id)
    return network?.tenantId === tenantId ? network : undefined
  }

  subnetOf(networkId: string): Subnet | undefined {
    return [...this.subnets.values()].find((subnet) => subnet.networkId === networkId)
  }

  /** Returns the tenant's subnet that contains this address. */
  subnetContaining(tenantId: string, address: string): Subnet | undefined {
    return [...this.subnets.values()].find((subnet) => subnet.tenantId === tenantId && contains(subnet.cidr, address))
  }

  isTaken(subnet: Subnet, address: string): boolean {
    return address === toAddress(rangeOf(subnet.cidr).gateway) || this.ports.isTaken(subnet.id, address)
  }

  addPort(request: PortRequest): Port {
    const port: Port = {
      id: this.#random.uuid(),
      name: request.name,
      networkId: request.subnet.networkId,
      subnetId: request.subnet.id,
      tenantId: request.subnet.tenantId,
      address: request.address ?? this.ports.freeAddress(request.subnet),
      mac: `fa:16:3e:${this.#random.hex(2)}:${this.#random.hex(2)}:${this.#random.hex(2)}`,
      groupIds: request.groupIds,
      deviceId: request.deviceId,
      isTransient: request.isTransient,
    }
    this.ports.add(port)
    return port
  }

  /** Removes a port and disassociates its floating IPs. */
  removePort(port: Port): void {
    for (const floatingIp of this.floatingIpsOf(port)) floatingIp.portId = null
    this.ports.remove(port)
  }

  externalNetwork(): Network | undefined {
    return [...this.networks.values()].find(({ isExternal }) => isExternal)
  }

  /** Allocates a floating IP; undefined when no address is free or the network has no subnet. */
  addFloatingIp(tenantId: string, networkId: string, now: number): FloatingIp | undefined {
    const subnet = this.subnetOf(networkId)
    const taken = new Set([...this.floatingIps.values()].map(({ address }) => address))
    const free = subnet && lowestFree(subnet.cidr, (address) => taken.has(address))
    if (free === undefined) return undefined
    const floatingIp = {
      id: this.#random.uuid(),
      tenantId,
      networkId,
      address: free.address,
      portId: null,
      createdAt: now,
    }
    this.floatingIps.set(floatingIp.id, floatingIp)
    return floatingIp
  }

  /** Returns the floating IPs of a port. */
  floatingIpsOf(port: Port): readonly FloatingIp[] {
    return [...this.floatingIps.values()].filter(({ portId }) => portId === port.id)
  }

  isSecurityGroupInUse({ id }: SecurityGroup): boolean {
    return this.ports.all().some(({ groupIds }) => groupIds.includes(id))
  }
}
