import type { JsonObject } from '../server/response.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { Attachment, Server } from '../state/servers.ts'
import { hostIdOf } from '../transitions/build.ts'
import { showsProgress, statusOf } from '../transitions/statuses.ts'
import { bookmark, selfAndBookmark, type UrlBase } from './links.ts'
import { inMicroseconds, inSeconds } from './timestamps.ts'

/** An entry of the plain list. */
export function serverSummary(place: UrlBase, server: Server): JsonObject {
  return { id: server.id, name: server.name, links: selfAndBookmark(place, 'servers', server.id) }
}

/** What PUT answers: Nova's base view, without any of the extensions' keys. */
export function serverBase(cloud: CloudState, place: UrlBase, server: Server): JsonObject {
  const status = statusOf(server)
  return {
    id: server.id,
    name: server.name,
    status,
    tenant_id: server.tenantId,
    user_id: server.userId,
    metadata: server.metadata,
    hostId: hostIdOf(server),
    image: imageOf(place, server),
    flavor: { id: server.flavor.id, links: [bookmark(place, 'flavors', server.flavor.id)] },
    created: inSeconds(server.createdAt),
    updated: inSeconds(server.updatedAt),
    addresses: addressesOf(cloud, server, () => ({})),
    accessIPv4: server.accessIPv4,
    accessIPv6: server.accessIPv6,
    links: selfAndBookmark(place, 'servers', server.id),
    'OS-DCF:diskConfig': server.diskConfig,
    progress: showsProgress(status) ? 0 : undefined,
    fault: faultOf(server),
  }
}

/**
 * The full representation of the document: show and detail. It is written out in one piece, though most of it is in the
 * base view as well: objects put together of other objects take five times as long to make and to write. Nova leaves
 * `security_groups` out where there are none.
 */
export function serverDetail(cloud: CloudState, place: UrlBase, server: Server): JsonObject {
  const status = statusOf(server)
  const groups = groupNamesOf(cloud, server)
  return {
    id: server.id,
    name: server.name,
    status,
    tenant_id: server.tenantId,
    user_id: server.userId,
    metadata: server.metadata,
    hostId: hostIdOf(server),
    image: imageOf(place, server),
    flavor: { id: server.flavor.id, links: [bookmark(place, 'flavors', server.flavor.id)] },
    created: inSeconds(server.createdAt),
    updated: inSeconds(server.updatedAt),
    addresses: addressesOf(cloud, server, (mac, type) => ({ 'OS-EXT-IPS:type': type, 'OS-EXT-IPS-MAC:mac_addr': mac })),
    accessIPv4: server.accessIPv4,
    accessIPv6: server.accessIPv6,
    links: selfAndBookmark(place, 'servers', server.id),
    'OS-DCF:diskConfig': server.diskConfig,
    progress: showsProgress(status) ? 0 : undefined,
    fault: faultOf(server),
    'OS-EXT-AZ:availability_zone': server.zone,
    config_drive: server.hasConfigDrive ? 'True' : '',
    key_name: server.keyName,
    'OS-SRV-USG:launched_at': server.launchedAt === null ? null : inMicroseconds(server.launchedAt),
    'OS-SRV-USG:terminated_at': server.terminatedAt === null ? null : inMicroseconds(server.terminatedAt),
    security_groups: groups.length === 0 ? undefined : groups.map((name) => ({ name })),
    'OS-EXT-STS:task_state': server.taskState,
    'OS-EXT-STS:vm_state': server.vmState,
    'OS-EXT-STS:power_state': server.powerState,
    'os-extended-volumes:volumes_attached': attachmentsOf(cloud, server).map(({ volumeId }) => ({ id: volumeId })),
  }
}

function imageOf(place: UrlBase, { imageId }: Server): JsonObject | '' {
  return imageId === '' ? '' : { id: imageId, links: [bookmark(place, 'images', imageId)] }
}

type AddressType = 'fixed' | 'floating'

/** Addresses by the name of their network; nothing before the network is set up. */
export function addressesOf(
  cloud: CloudState,
  server: Server,
  extra: (mac: string, type: AddressType) => JsonObject,
): JsonObject {
  const addresses: Record<string, JsonObject[]> = {}
  if (!server.hasAddresses || losesAddresses(cloud, server)) return addresses
  for (const port of cloud.networking.ports.of(server.id)) {
    const network = cloud.networking.networks.get(port.networkId)?.name ?? port.networkId
    const shown = (address: string, type: AddressType) => ({ version: 4, addr: address, ...extra(port.mac, type) })
    const floating = cloud.networking.floatingIpsOf(port).map(({ address }) => shown(address, 'floating'))
    addresses[network] = [...(addresses[network] ?? []), shown(port.address, 'fixed'), ...floating]
  }
  return addresses
}

/** Two defects: what a server was told to do once has cost it its addresses. */
const losesAddresses = ({ faults }: CloudState, { history }: Server): boolean =>
  (faults.has('start-loses-addresses') && history.some(({ action }) => action === 'start')) ||
  (faults.has('resize-loses-addresses') && history.some(({ action }) => action === 'resize'))

/** The groups of a server are those of its ports; while it has none yet, those it was asked to have. */
export function groupNamesOf(cloud: CloudState, server: Server): readonly string[] {
  if (!server.hasAddresses) return server.vmState === 'deleted' ? [] : server.requestedGroups
  const { ports, security } = cloud.networking
  const ids = new Set<string>()
  for (const port of ports.of(server.id)) for (const id of port.groupIds) ids.add(id)
  const names: string[] = []
  for (const id of ids) {
    const group = security.groups.get(id)
    if (group !== undefined) names.push(group.name)
  }
  return names
}

/** What the API shows of a server's volumes: none before those of a new server are mapped. */
export function attachmentsOf(cloud: CloudState, server: Server): readonly Attachment[] {
  const shown = server.hasDevices ? server.attachments : []
  return cloud.faults.has('create-root-volume-hidden') ? shown.filter(({ isRoot }) => !isRoot) : shown
}

function faultOf(server: Server): JsonObject | undefined {
  if (server.fault === undefined || server.vmState !== 'error') return undefined
  const { code, message, created } = server.fault
  return { code, message, created: inSeconds(created) }
}
