import { isIPv4 } from 'node:net'
import type { Random } from '../random.ts'
import type { Tenant } from './tenants.ts'

export interface Network {
  readonly id: string
  readonly name: string
  readonly tenantId: string
}

/** Every subnet is an IPv4 /24: `192.168.0.` is its prefix, `.1` its gateway. */
export interface Subnet {
  readonly id: string
  readonly name: string
  readonly networkId: string
  readonly tenantId: string
  readonly prefix: string
}

export interface Port {
  readonly id: string
  readonly name: string
  readonly networkId: string
  readonly subnetId: string
  readonly tenantId: string
  readonly address: string
  readonly mac: string
  groupIds: readonly string[]
  /** The server it belongs to, or '' while free. */
  deviceId: string
  /** Made for a server, and removed with it. */
  readonly isTransient: boolean
}

export interface SecurityGroup {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly tenantId: string
}

export interface PortRequest {
  readonly subnet: Subnet
  readonly address: string | undefined
  readonly name: string
  readonly groupIds: readonly string[]
  readonly deviceId: string
  readonly isTransient: boolean
}

/** Networks, subnets, ports and security groups of all tenants. */
export class Networking {
  readonly networks = new Map<string, Network>()
  readonly subnets = new Map<string, Subnet>()
  readonly ports = new Map<string, Port>()
  readonly groups = new Map<string, SecurityGroup>()
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  addNetwork(tenant: Tenant, name: string, prefix: string): Subnet {
    const network = { id: this.#random.uuid(), name, tenantId: tenant.id }
    this.networks.set(network.id, network)
    const subnet = {
      id: this.#random.uuid(),
      name: `${name} subnet`,
      networkId: network.id,
      tenantId: tenant.id,
      prefix,
    }
    this.subnets.set(subnet.id, subnet)
    return subnet
  }

  addGroup(tenantId: string, name: string, description: string): SecurityGroup {
    const group = { id: this.#random.uuid(), name, description, tenantId }
    this.groups.set(group.id, group)
    return group
  }

  /** The tenant's groups with this name or id; a name need not be unique. */
  findGroups(tenantId: string, nameOrId: string): SecurityGroup[] {
    const own = [...this.groups.values()].filter((group) => group.tenantId === tenantId)
    const byId = own.filter((group) => group.id === nameOrId)
    return byId.length > 0 ? byId : own.filter((group) => group.name === nameOrId)
  }

  /** The tenant's network, if it has one with this id. */
  findNetwork(tenantId: string, id: string): Network | undefined {
    const network = this.networks.get(id)
    return network?.tenantId === tenantId ? network : undefined
  }

  subnetOf(networkId: string): Subnet | undefined {
    return [...this.subnets.values()].find((subnet) => subnet.networkId === networkId)
  }

  /** The tenant's subnet in which this address lies. */
  subnetAround(tenantId: string, address: string): Subnet | undefined {
    return [...this.subnets.values()].find((subnet) => subnet.tenantId === tenantId && contains(subnet, address))
  }

  isTaken(subnet: Subnet, address: string): boolean {
    return address === `${subnet.prefix}1` || this.#portsIn(subnet).some((port) => port.address === address)
  }

  addPort(request: PortRequest): Port {
    const port: Port = {
      id: this.#random.uuid(),
      name: request.name,
      networkId: request.subnet.networkId,
      subnetId: request.subnet.id,
      tenantId: request.subnet.tenantId,
      address: request.address ?? this.#freeAddress(request.subnet),
      mac: `fa:16:3e:${this.#random.hex(2)}:${this.#random.hex(2)}:${this.#random.hex(2)}`,
      groupIds: request.groupIds,
      deviceId: request.deviceId,
      isTransient: request.isTransient,
    }
    this.ports.set(port.id, port)
    return port
  }

  portsOf(deviceId: string): Port[] {
    return [...this.ports.values()].filter((port) => port.deviceId === deviceId)
  }

  hasRoom(subnet: Subnet, count: number): boolean {
    return this.#portsIn(subnet).length + count <= highestHost - lowestHost + 1
  }

  #portsIn(subnet: Subnet): Port[] {
    return [...this.ports.values()].filter((port) => port.subnetId === subnet.id)
  }

  #freeAddress(subnet: Subnet): string {
    const taken = new Set(this.#portsIn(subnet).map((port) => port.address))
    for (let host = lowestHost; host <= highestHost; host++) {
      if (!taken.has(`${subnet.prefix}${host}`)) return `${subnet.prefix}${host}`
    }
    throw new RangeError(`subnet ${subnet.id} is full; hasRoom was not asked`)
  }
}

const lowestHost = 2
const highestHost = 254

export function contains(subnet: Subnet, address: string): boolean {
  const host = Number(address.slice(subnet.prefix.length))
  return isIPv4(address) && address.startsWith(subnet.prefix) && host >= lowestHost && host <= highestHost
}
