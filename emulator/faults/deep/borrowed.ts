import { createImage } from '../../transitions/create-image.ts'
import { beginDeletion } from '../../transitions/delete.ts'
import { planVolume } from '../../validation/volumes.ts'
import { defineFault, defineStatefulFault } from '../define-fault.ts'
import { changed, fixed, isObject } from '../edits.ts'
import { mutateBody, mutateResponse, mutateServer } from '../mutators.ts'
import { hasAction } from '../servers/actions.ts'
import { askedWith, copyFirst, eachAddress, inDetail } from './conditions.ts'

const mac = 'OS-EXT-IPS-MAC:mac_addr'

const linksToOther = mutateBody('servers.detail', 'servers.*.links.*', (link) => ({
  ...link,
  href: String(link['href']).replace(/[\da-f]{32}/, '0'.repeat(32)),
}))

/** Faults in which a resource shows values of another one, or a request affects a second one. */
export const borrowedFaults = [
  defineFault(
    'deep-detail-groups-of-first',
    'servers.show.equals-detail',
    'In the detailed list, all servers have the security groups of the first.',
    copyFirst('servers.detail', 'servers', 'security_groups'),
  ),
  defineFault(
    'deep-interfaces-share-mac',
    'servers.addresses.mac',
    'All ports of a server have the MAC address of the first.',
    mutateServer((server) => {
      const [first] = Object.values(isObject(server['addresses']) ? server['addresses'] : {}).flat()
      return eachAddress(fixed(mac, (isObject(first) && first[mac]) || null))(server)
    }),
  ),
  defineFault(
    'deep-detail-links-of-first',
    'conventions.links',
    'In the detailed list, all servers have the links of the first.',
    copyFirst('servers.detail', 'servers', 'links'),
  ),
  defineFault(
    'deep-list-links-of-first',
    'conventions.links',
    'In the plain list, all servers have the links of the first.',
    copyFirst('servers.list', 'servers', 'links'),
  ),
  defineFault(
    'deep-detail-links-of-other-tenant',
    'conventions.links',
    'In the detailed list after a marker, the links of servers lead to another tenant.',
    askedWith('marker', linksToOther),
  ),
  defineFault(
    'deep-detail-metadata-of-single-server',
    'servers.show.equals-detail',
    'The detailed list shows metadata only where it has one server.',
    mutateResponse('servers.detail', (response, context) => {
      const servers = isObject(response.body) ? response.body['servers'] : undefined
      const hasSeveral = Array.isArray(servers) && servers.length > 1
      return hasSeveral ? inDetail(fixed('metadata', {})).change(response, context) : response
    }),
  ),
  defineStatefulFault('deep-key-name-newest', 'servers.create.key-name', 'Servers show the newest keypair.', () => {
    let newest: string | undefined
    const remember = mutateResponse('keypairs.create', (response) => {
      const keypair = isObject(response.body) ? response.body['keypair'] : undefined
      if (isObject(keypair)) newest = String(keypair['name'])
      return response
    })
    return [mutateServer(changed('key_name', (name) => (name === null ? name : (newest ?? name)))), remember]
  }),
  defineStatefulFault(
    'deep-image-location-of-first',
    'images.create.location',
    'The Location of createImage is that of the first image.',
    () => {
      let first: string | undefined
      return [
        mutateResponse('servers.action', (response, { body }) => {
          const { location } = response.headers
          if (!hasAction('createImage')(body) || location === undefined) return response
          first ??= location
          return { ...response, headers: { ...response.headers, location: first }, body: undefined }
        }),
      ]
    },
  ),
  defineStatefulFault(
    'deep-image-name-of-first',
    'images.create.named',
    'Later images have the name of the first one.',
    () => {
      let first: string | undefined
      return [
        createImage.override((original, cloud, server, request) => {
          first ??= request.name
          return original(cloud, server, { ...request, name: first })
        }),
      ]
    },
  ),
  defineFault(
    'deep-delete-takes-keypair',
    'keypairs.show.by-name',
    'Deleting a server deletes its keypair.',
    beginDeletion.override((original, cloud, server, now) => {
      original(cloud, server, now)
      const keypair = cloud.keypairs.find(server.userId, server.keyName ?? '')
      if (keypair) cloud.keypairs.remove(keypair)
    }),
  ),
  defineFault(
    'deep-second-volume-as-large-as-root',
    'servers.create.blank-volume',
    'A second volume has another size than the request says.',
    planVolume.overrideWhen(
      (_cloud, _tenant, _device, isRoot) => !isRoot,
      (original, cloud, tenantId, device, isRoot) => original(cloud, tenantId, { ...device, size: 50 }, isRoot),
    ),
  ),
]
