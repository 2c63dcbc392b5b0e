import { badRequest, conflict } from '../server/errors.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { Network, Subnet } from '../state/networks.ts'
import type { SecurityGroup } from '../state/security-groups.ts'
import type { NicPlan } from '../transitions/create-servers.ts'
import { address, type Fields, uuidText } from './fields.ts'

/**
 * Resolves the `networks` of a create request: each entry names a port, a subnet (the vendor's extension), a network,
 * or an address alone; an address may stand beside a network or subnet.
 * @throws ApiError 400 for an unknown or malformed reference, 409 for a port that is in use.
 */
export function resolveNics(cloud: CloudState, tenantId: string, entries: readonly Fields[], count: number): NicPlan[] {
  const nics = entries.map((entry) => resolveNic(cloud, tenantId, entry))
  const addresses = nics.flatMap((nic) => ('subnet' in nic && nic.address !== undefined ? [nic.address] : []))
  if (new Set(addresses).size < addresses.length) throw badRequest('The same fixed IP address is given twice.')
  const hasFixed = addresses.length > 0 || nics.some((nic) => 'port' in nic)
  if (count > 1 && hasFixed) throw badRequest('Several servers cannot share one port or one fixed IP address.')
  for (const nic of nics) {
    if ('subnet' in nic && !cloud.networking.ports.hasFreeAddresses(nic.subnet, nics.length * count)) {
      throw badRequest(`No free address is left in subnet ${nic.subnet.id}.`)
    }
  }
  return nics
}

function resolveNic(cloud: CloudState, tenantId: string, entry: Fields): NicPlan {
  if (entry['port'] !== undefined && entry['port'] !== null) return resolvePort(cloud, tenantId, entry)
  const wanted = entry['fixed_ip'] === undefined ? undefined : address(entry['fixed_ip'], 'fixed_ip', 4)
  const subnet = resolveSubnet(cloud, tenantId, entry, wanted)
  if (wanted !== undefined) requireFree(cloud, subnet, wanted)
  return { subnet, address: wanted }
}

function resolvePort(cloud: CloudState, tenantId: string, entry: Fields): NicPlan {
  const id = uuidText(entry['port'], 'port')
  const port = cloud.networking.ports.get(id)
  if (port === undefined || port.tenantId !== tenantId) throw badRequest(`Port id ${id} could not be found.`)
  if (port.deviceId !== '') throw conflict(`Port ${id} is still in use.`)
  return { port }
}

function resolveSubnet(cloud: CloudState, tenantId: string, entry: Fields, wanted: string | undefined): Subnet {
  const { networking } = cloud
  if (entry['subnet'] !== undefined) {
    const id = uuidText(entry['subnet'], 'subnet')
    const subnet = networking.subnets.get(id)
    if (subnet === undefined || subnet.tenantId !== tenantId) throw badRequest(`Subnet ${id} could not be found.`)
    return subnet
  }
  if (entry['uuid'] !== undefined) {
    const id = uuidText(entry['uuid'], 'uuid')
    const network = networking.findNetwork(tenantId, id)
    const subnet =
      network &&
      (wanted === undefined && cloud.faults.has('create-network-ignored')
        ? another(cloud, network)
        : networking.subnetOf(network.id))
    if (subnet === undefined) throw badRequest(`Network ${id} could not be found.`)
    return subnet
  }
  if (wanted === undefined)
    throw badRequest('Bad networks format: an entry names a network, a subnet, a port or an address.')
  const around = networking.subnetContaining(tenantId, wanted)
  if (around === undefined) throw badRequest(`No subnet of this tenant contains ${wanted}.`)
  return around
}

function another(cloud: CloudState, network: Network): Subnet | undefined {
  const subnets = [...cloud.networking.subnets.values()]
  return subnets.find(({ tenantId, networkId }) => tenantId === network.tenantId && networkId !== network.id)
}

function requireFree(cloud: CloudState, subnet: Subnet, wanted: string): void {
  const isInside = cloud.networking.subnetContaining(subnet.tenantId, wanted)?.id === subnet.id
  if (!isInside) throw badRequest(`${wanted} is not an address of subnet ${subnet.id}.`)
  if (cloud.networking.isTaken(subnet, wanted)) throw badRequest(`Fixed IP address ${wanted} is already in use.`)
}

/**
 * The tenant's groups by name or id.
 * @throws ApiError 400 for an unknown one, 409 for a name that several groups have.
 */
export function resolveGroups(cloud: CloudState, tenantId: string, names: readonly string[]): SecurityGroup[] {
  return names.map((name) => {
    const [group, another] = cloud.networking.security.find(tenantId, name)
    if (group === undefined) throw badRequest(`Unable to find a security group with name or id '${name}'`)
    if (another !== undefined) throw conflict(`Several security groups are named '${name}'; use an id.`)
    return group
  })
}
