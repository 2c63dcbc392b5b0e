import { replaceMetadata } from '../../services/compute/servers/metadata.ts'
import { finishResize } from '../../transitions/resize.ts'
import { defineFault, ofLaterEdition } from '../define-fault.ts'
import { changed, changedList, type Edit, fixed, isObject, without } from '../edits.ts'
import { mutateBody, mutateServer } from '../mutators.ts'
import { eachAddress, whenStopped } from './conditions.ts'

const stopped = (edit: Edit) => mutateServer(whenStopped(edit))
const volumes = 'os-extended-volumes:volumes_attached'

/** Leaves one address on each network. */
const firstAddresses: Edit = (server) => {
  const { addresses } = server
  if (!isObject(addresses)) return server
  return {
    ...server,
    addresses: Object.keys(addresses).reduce(
      (all, name) => changedList(name, (list) => list.slice(0, 1))(all),
      addresses,
    ),
  }
}

/** Faults of the attributes of a server while it is stopped. */
export const stoppedFaults = [
  defineFault(
    'deep-stopped-without-groups',
    'groups.add.attaches',
    'A stopped server shows no security group.',
    stopped(without('security_groups')),
  ),
  defineFault(
    'deep-stopped-first-volume-only',
    'servers.volumes-attached.agrees',
    'A stopped server shows only its first volume.',
    stopped(changedList(volumes, (all) => all.slice(0, 1))),
  ),
  defineFault(
    'deep-stopped-first-address-only',
    'servers.addresses.per-port',
    'A stopped server shows only its first address on each network.',
    stopped(firstAddresses),
  ),
  defineFault(
    'deep-stopped-without-key',
    'servers.create.key-name',
    'A stopped server shows no key.',
    stopped(fixed('key_name', null)),
  ),
  defineFault(
    'deep-stopped-without-zone',
    'servers.create.zone',
    'A stopped server shows no availability zone.',
    stopped(fixed('OS-EXT-AZ:availability_zone', '')),
  ),
  defineFault(
    'deep-stopped-in-other-tenant',
    'servers.tenant-id.own',
    'The tenant of a stopped server is its user.',
    stopped((server) => ({ ...server, tenant_id: server['user_id'] })),
  ),
  defineFault(
    'deep-stopped-other-mac',
    'servers.addresses.mac',
    'A stopped server shows other MAC addresses.',
    stopped(eachAddress(changed('OS-EXT-IPS-MAC:mac_addr', (mac) => `fa:16:3f${String(mac).slice(8)}`))),
  ),
  ofLaterEdition(
    defineFault(
      'deep-stopped-protected',
      'servers.protect',
      'A server shows while it is stopped that it is protected from deletion.',
      stopped(fixed('NHN-EXT-ATTR:protect', true)),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-stopped-with-local-disk',
      'servers.ephemeral-disk-size',
      'A server shows while it is stopped that it has an additional local disk.',
      stopped(fixed('NHN-EXT-ATTR:ephemeral_disk_size', 10)),
    ),
  ),
  defineFault(
    'deep-update-of-stopped-answers-active',
    'servers.update.answer',
    'The response to an update of a stopped server has the status ACTIVE.',
    mutateBody('servers.update', 'server', whenStopped(fixed('status', 'ACTIVE'))),
  ),
  defineFault(
    'deep-metadata-of-stopped-kept',
    'metadata.delete.removes',
    'A pair of a stopped server is not deleted.',
    replaceMetadata.overrideWhen(
      ({ operation }, { vmState }) => operation === 'servers.metadata.delete-item' && vmState === 'stopped',
      () => undefined,
    ),
  ),
  defineFault(
    'deep-resize-of-stopped-undone',
    'servers.resize.changes-flavor',
    'A stopped server has its previous flavor again when its resize ends.',
    finishResize.override((original, cloud, server, at) => {
      const { beforeResize } = server
      if (beforeResize?.vmState === 'stopped') server.flavor = beforeResize.flavor
      original(cloud, server, at)
    }),
  ),
]
