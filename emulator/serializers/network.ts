import type { JsonObject } from '../server/response.ts'
import { rangeOf, toAddress } from '../state/addresses.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { FloatingIp, Network, Subnet } from '../state/networks.ts'
import type { Port } from '../state/ports.ts'
import type { SecurityGroup, SecurityRule } from '../state/security-groups.ts'
import { inSeconds } from './timestamps.ts'

interface CloudScope {
  readonly cloud: CloudState
}

/** Represents the id of a tenant, which Neutron shows under both names. */
function owner(tenantId: string) {
  return { tenant_id: tenantId, project_id: tenantId }
}

/** Represents a network as Neutron does. */
export function representNetwork({ cloud }: CloudScope, network: Network): JsonObject {
  const subnets = [...cloud.networking.subnets.values()].filter(({ networkId }) => networkId === network.id)
  return {
    id: network.id,
    name: network.name,
    ...owner(network.tenantId),
    description: '',
    status: 'ACTIVE',
    admin_state_up: true,
    shared: false,
    'router:external': network.isExternal,
    mtu: 1500,
    port_security_enabled: true,
    availability_zones: cloud.zones,
    availability_zone_hints: [],
    subnets: subnets.map(({ id }) => id),
    tags: [],
  }
}

/** Represents a subnet as Neutron does. */
export function representSubnet(_scope: CloudScope, subnet: Subnet): JsonObject {
  const { gateway, first, last } = rangeOf(subnet.cidr)
  return {
    id: subnet.id,
    name: subnet.name,
    network_id: subnet.networkId,
    ...owner(subnet.tenantId),
    description: '',
    ip_version: 4,
    cidr: subnet.cidr,
    gateway_ip: toAddress(gateway),
    enable_dhcp: true,
    allocation_pools: [{ start: toAddress(first), end: toAddress(last) }],
    dns_nameservers: [],
    host_routes: [],
    ipv6_address_mode: null,
    ipv6_ra_mode: null,
    tags: [],
  }
}

/** Represents a port as Neutron does. */
export function representPort(_scope: CloudScope, port: Port): JsonObject {
  return {
    id: port.id,
    name: port.name,
    description: '',
    network_id: port.networkId,
    ...owner(port.tenantId),
    mac_address: port.mac,
    fixed_ips: [{ subnet_id: port.subnetId, ip_address: port.address }],
    security_groups: port.groupIds,
    device_id: port.deviceId,
    device_owner: port.deviceId === '' ? '' : 'compute:nova',
    status: port.deviceId === '' ? 'DOWN' : 'ACTIVE',
    admin_state_up: true,
    allowed_address_pairs: [],
    port_security_enabled: true,
    'binding:vnic_type': 'normal',
    tags: [],
  }
}

/** Represents a security group rule as Neutron does. */
export function representRule(_scope: CloudScope, rule: SecurityRule): JsonObject {
  return {
    id: rule.id,
    security_group_id: rule.groupId,
    ...owner(rule.tenantId),
    description: '',
    direction: rule.direction,
    ethertype: rule.ethertype,
    protocol: rule.protocol,
    port_range_min: rule.portMin,
    port_range_max: rule.portMax,
    remote_ip_prefix: rule.remotePrefix,
    remote_group_id: rule.remoteGroupId,
  }
}

/** Represents a security group with its rules as Neutron does. */
export function representGroup(call: CloudScope, group: SecurityGroup): JsonObject {
  return {
    id: group.id,
    name: group.name,
    description: group.description,
    ...owner(group.tenantId),
    stateful: true,
    security_group_rules: call.cloud.networking.security.rulesOf(group).map((rule) => representRule(call, rule)),
    tags: [],
  }
}

/** Represents a floating IP as Neutron does. */
export function representFloatingIp({ cloud }: CloudScope, floating: FloatingIp): JsonObject {
  const port = floating.portId === null ? undefined : cloud.networking.ports.get(floating.portId)
  return {
    id: floating.id,
    ...owner(floating.tenantId),
    description: '',
    floating_network_id: floating.networkId,
    floating_ip_address: floating.address,
    fixed_ip_address: port?.address ?? null,
    port_id: floating.portId,
    router_id: null,
    status: port === undefined ? 'DOWN' : 'ACTIVE',
    created_at: inSeconds(floating.createdAt),
    tags: [],
  }
}
