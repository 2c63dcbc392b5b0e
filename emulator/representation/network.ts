import type { JsonObject } from '../reply.ts'
import type { Network, Port, SecurityGroup, Subnet } from '../state/networks.ts'
import type { World } from '../state/world.ts'

export function representNetwork({ world }: { readonly world: World }, network: Network): JsonObject {
  const subnets = [...world.networking.subnets.values()].filter(({ networkId }) => networkId === network.id)
  return {
    id: network.id,
    name: network.name,
    tenant_id: network.tenantId,
    project_id: network.tenantId,
    status: 'ACTIVE',
    admin_state_up: true,
    shared: false,
    'router:external': false,
    subnets: subnets.map(({ id }) => id),
  }
}

export function representSubnet(_call: unknown, subnet: Subnet): JsonObject {
  return {
    id: subnet.id,
    name: subnet.name,
    network_id: subnet.networkId,
    tenant_id: subnet.tenantId,
    project_id: subnet.tenantId,
    ip_version: 4,
    cidr: `${subnet.prefix}0/24`,
    gateway_ip: `${subnet.prefix}1`,
    enable_dhcp: true,
    allocation_pools: [{ start: `${subnet.prefix}2`, end: `${subnet.prefix}254` }],
    dns_nameservers: [],
    host_routes: [],
  }
}

export function representPort(_call: unknown, port: Port): JsonObject {
  return {
    id: port.id,
    name: port.name,
    network_id: port.networkId,
    tenant_id: port.tenantId,
    project_id: port.tenantId,
    mac_address: port.mac,
    fixed_ips: [{ subnet_id: port.subnetId, ip_address: port.address }],
    security_groups: port.groupIds,
    device_id: port.deviceId,
    device_owner: port.deviceId === '' ? '' : 'compute:nova',
    status: port.deviceId === '' ? 'DOWN' : 'ACTIVE',
    admin_state_up: true,
  }
}

export function representGroup(_call: unknown, group: SecurityGroup): JsonObject {
  return {
    id: group.id,
    name: group.name,
    description: group.description,
    tenant_id: group.tenantId,
    project_id: group.tenantId,
    security_group_rules: [],
  }
}
