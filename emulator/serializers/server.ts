import { defineHook } from '../fault-injection/hooks.ts'
import type { JsonObject } from '../server/response.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { Attachment, Server } from '../state/servers.ts'
import { hostIdOf } from '../transitions/build.ts'
import { showsProgress, statusOf } from '../transitions/statuses.ts'
import { bookmark, selfAndBookmark, type UrlBase } from './links.ts'
import { inMicroseconds, inSeconds } from './timestamps.ts'

/** Returns an entry of the plain list. */
export function serverSummary(urlBase: UrlBase, server: Server): JsonObject {
  return { id: server.id, name: server.name, links: selfAndBookmark(urlBase, 'servers', server.id) }
}

type AddressType = 'fixed' | 'floating'
type AddressProperties = (mac: string, type: AddressType) => JsonObject

/** Returns the body of the response to PUT: Nova's base view, without the keys of its extensions. */
export function serverBase(
  cloud: CloudState,
  urlBase: UrlBase,
  server: Server,
  addressProperties: AddressProperties = () => ({}),
): JsonObject {
  const status = statusOf(server)
  return {
    id: server.id,
    name: server.name,
    status,
    tenant_id: server.tenantId,
    user_id: server.userId,
    metadata: server.metadata,
    hostId: hostIdOf(server),
    image: imageOf(urlBase, server),
    flavor: { id: server.flavor.id, links: [bookmark(urlBase, 'flavors', server.flavor.id)] },
    created: inSeconds(server.createdAt),
    updated: inSeconds(server.updatedAt),
    addresses: addressesOf(cloud, server, addressProperties),
    accessIPv4: server.accessIPv4,
    accessIPv6: server.accessIPv6,
    links: selfAndBookmark(urlBase, 'servers', server.id),
    'OS-DCF:diskConfig': server.diskConfig,
    progress: showsProgress(status) ? 0 : undefined,
    fault: faultOf(server),
  }
}

/**
 * Returns the full representation of the document, for show and detail. Nova omits `security_groups` when there are none. `Object.assign`
 * adds to the base view because spreading it is many times slower for an object of this size.
 */
export function serverDetail(cloud: CloudState, urlBase: UrlBase, server: Server): JsonObject {
  const groups = groupNamesOf(cloud, server)
  const base = serverBase(cloud, urlBase, server, (mac, type) => ({
    'OS-EXT-IPS:type': type,
    'OS-EXT-IPS-MAC:mac_addr': mac,
  }))
  return Object.assign(base, {
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
  })
}

function imageOf(urlBase: UrlBase, { imageId }: Server): JsonObject | '' {
  return imageId === '' ? '' : { id: imageId, links: [bookmark(urlBase, 'images', imageId)] }
}

/** Returns the addresses of a server by the name of their network; empty until the build has set up the network. */
export const addressesOf = defineHook(
  'servers.addressesOf',
  (cloud: CloudState, server: Server, properties: AddressProperties): JsonObject => {
    const addresses: Record<string, JsonObject[]> = {}
    if (!server.hasAddresses) return addresses
    for (const port of cloud.networking.ports.of(server.id)) {
      const network = cloud.networking.networks.get(port.networkId)?.name ?? port.networkId
      const entry = (address: string, type: AddressType) => ({
        version: 4,
        addr: address,
        ...properties(port.mac, type),
      })
      const floating = cloud.networking.floatingIpsOf(port).map(({ address }) => entry(address, 'floating'))
      addresses[network] = [...(addresses[network] ?? []), entry(port.address, 'fixed'), ...floating]
    }
    return addresses
  },
)

/** Returns the groups of a server: those of its ports; until the build has created the ports, those that were requested. */
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

/** Returns the attachments that the API shows: none until the build has mapped the volumes of a new server. */
export const attachmentsOf = defineHook(
  'servers.attachmentsOf',
  (_cloud: CloudState, server: Server): readonly Attachment[] => (server.hasDevices ? server.attachments : []),
)

function faultOf(server: Server): JsonObject | undefined {
  if (server.fault === undefined || server.vmState !== 'error') return undefined
  const { code, message, created } = server.fault
  return { code, message, created: inSeconds(created) }
}
