import { badRequest } from '../../../server/errors.ts'
import { defaultVolumeType } from '../../../state/volumes.ts'
import { readCreateRequest } from '../../../validation/server-create.ts'
import { planServer } from '../../../validation/server-plan.ts'
import { planVolume } from '../../../validation/volumes.ts'
import { defineFault } from '../../define-fault.ts'
import { fixed } from '../../edits.ts'
import { mutateBody } from '../../mutators.ts'
import { hasEntry, requestedServer } from './create-request-edits.ts'

const isFromVolume = (device: Readonly<Record<string, unknown>>): boolean => device['source_type'] === 'volume'

/** Faults of roots that are an existing volume or are made from a snapshot, and of existing ports. */
export const rootSourceFaults = [
  defineFault(
    'create-source-volume-copied',
    'servers.create.source-volume',
    'A server boots from a new volume in place of the existing one.',
    planServer.override((original, cloud, user, request) => {
      const plan = original(cloud, user, request)
      const fresh = { size: 20, bootable: true, type: defaultVolumeType, snapshotId: null, metadata: {} }
      const volumes = plan.volumes.map((volume) =>
        volume.isRoot && 'volume' in volume.source ? { ...volume, source: { fresh } } : volume,
      )
      return { ...plan, volumes }
    }),
  ),
  defineFault(
    'create-image-mandatory',
    'servers.create.image-optional',
    'A server cannot be created without an image, even from a volume.',
    readCreateRequest.overrideWhen(
      (_cloud, body) => requestedServer(body)?.['imageRef'] === undefined,
      () => {
        throw badRequest('Missing imageRef attribute')
      },
    ),
  ),
  defineFault(
    'create-volume-size-mandatory',
    'servers.create.volume-size-omitted',
    'A block device from a volume is rejected without its size.',
    planVolume.overrideWhen(
      (_cloud, _tenantId, { source, size }) => source === 'volume' && size === undefined,
      () => {
        throw badRequest('A volume needs a volume_size.')
      },
    ),
  ),
  defineFault(
    'create-snapshot-refused',
    'servers.create.source-snapshot',
    'A server cannot be created from a snapshot.',
    planVolume.overrideWhen(
      (_cloud, _tenantId, { source }) => source === 'snapshot',
      () => {
        throw badRequest('Snapshots are not supported.')
      },
    ),
  ),
  defineFault(
    'create-snapshot-size-unchecked',
    'servers.create.snapshot-size',
    'A volume may be smaller than the snapshot that it is made from.',
    planVolume.overrideWhen(
      (_cloud, _tenantId, { source }) => source === 'snapshot',
      (original, cloud, tenantId, device, isRoot) => original(cloud, tenantId, { ...device, size: undefined }, isRoot),
    ),
  ),
  defineFault(
    'create-source-zone-unchecked',
    'servers.create.source-zone',
    'A server can boot from a volume in another zone.',
    planServer.overrideWhen(
      ({ zones }, _user, { zone }) => zone !== undefined && zones.includes(zone),
      (original, cloud, user, request) => ({
        ...original(cloud, user, { ...request, zone: undefined }),
        zone: request.zone,
      }),
    ),
  ),
  defineFault(
    'create-unbootable-root-accepted',
    'servers.create.root-bootable',
    'A server can boot from a volume that is not bootable.',
    planVolume.overrideWhen(
      (_cloud, _tenantId, { source }, isRoot) => source === 'volume' && isRoot,
      (original, cloud, tenantId, device) => ({ ...original(cloud, tenantId, device, false), isRoot: true }),
    ),
  ),
  defineFault(
    'create-two-from-volume',
    'servers.create.volume-counts',
    'A request for several servers of one volume is accepted, and creates one.',
    planServer.overrideWhen(
      (_cloud, _user, { count, blockDevices }) => count > 1 && hasEntry(blockDevices, isFromVolume),
      (original, cloud, user, request) => original(cloud, user, { ...request, count: 1 }),
    ),
  ),
  defineFault(
    'create-port-groups-replaced',
    'servers.create.port-keeps-groups',
    'A port that existed before gets the security groups of the request.',
    planServer.override((original, cloud, user, request) => {
      const plan = original(cloud, user, request)
      const groupIds = plan.groups.map(({ id }) => id)
      return {
        ...plan,
        nics: plan.nics.map((nic) => ('port' in nic ? { port: { ...nic.port, groupIds } } : nic)),
      }
    }),
  ),
  defineFault(
    'create-snapshot-forgotten',
    'servers.create.source-snapshot',
    'A volume shows that it was not made from a snapshot.',
    mutateBody('volume.show', 'volume', fixed('snapshot_id', null)),
  ),
]
