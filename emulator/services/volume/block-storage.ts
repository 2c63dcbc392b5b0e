import { badRequest, notFound } from '../../server/errors.ts'
import { accepted, type EmulatorResponse, type JsonObject } from '../../server/response.ts'
import type { Image } from '../../state/images.ts'
import { type Volume, volumeTypes } from '../../state/volumes.ts'
import { drawDuration, dueAfter } from '../../transitions/transition.ts'
import { flag, integer, object, required, text } from '../../validation/fields.ts'
import { type Operation, type OperationCall, readOperation, unimplemented } from '../operation.ts'
import { snapshotOperations } from './snapshots.ts'
import { findVolume, volumeOperations } from './volumes.ts'

type VolumeAction = (call: OperationCall, volume: Volume, argument: unknown) => EmulatorResponse

function requireAvailable({ id, status }: Volume): void {
  if (status !== 'available') throw badRequest(`Invalid volume: Volume ${id} is ${status}, not available.`)
}

const extend: VolumeAction = ({ cloud }, volume, argument) => {
  const size = integer(required(object(argument, 'os-extend'), 'new_size', 'os-extend'), 'new_size', 1)
  requireAvailable(volume)
  if (size <= volume.size) throw badRequest(`Invalid input received: new size must be larger than ${volume.size}.`)
  volume.size = size
  volume.updatedAt = cloud.clock.now()
  return accepted()
}

const setBootable: VolumeAction = (_call, volume, argument) => {
  const fields = object(argument, 'os-set_bootable')
  volume.bootable = flag(required(fields, 'bootable', 'os-set_bootable'), 'bootable')
  return { status: 200, headers: {}, body: undefined }
}

/** Creates an image of a volume: the vendor's way to an image of a volume-backed server. */
const uploadImage: VolumeAction = ({ cloud, user }, volume, argument) => {
  const fields = object(argument, 'os-volume_upload_image')
  const name = text(required(fields, 'image_name', 'os-volume_upload_image'), 'image_name', 1, 255)
  const isForced = flag(fields['force'] ?? false, 'force')
  if (!(isForced && volume.status === 'in-use')) requireAvailable(volume)
  const now = cloud.clock.now()
  const times = { createdAt: now, updatedAt: now }
  const properties = { volume_id: volume.id }
  const size = { minDisk: volume.size, minRam: 0 }
  const image: Image = {
    id: cloud.random.uuid(),
    name,
    tenantId: user.tenant.id,
    status: 'saving',
    ...size,
    ...times,
    properties,
  }
  cloud.images.set(image.id, image)
  const due = dueAfter(drawDuration(cloud, 'createImage'), now)
  cloud.scheduler.schedule({ due, owner: image.id, countedIds: [image.id], event: { kind: 'image-saved' } })
  const uploadedImage = { id: volume.id, image_id: image.id, image_name: name, size: volume.size, status: 'uploading' }
  return accepted({ 'os-volume_upload_image': { ...uploadedImage, disk_format: 'raw', container_format: 'bare' } })
}

const actions: ReadonlyMap<string, VolumeAction> = new Map(
  Object.entries({
    'os-extend': extend,
    'os-set_bootable': setBootable,
    'os-volume_upload_image': uploadImage,
  }),
)

function act(call: OperationCall): EmulatorResponse {
  const [entry, another] = Object.entries(object(call.body, 'body'))
  const action = entry === undefined || another !== undefined ? undefined : actions.get(entry[0])
  if (entry === undefined || action === undefined) throw badRequest('There is no such volume action.')
  return action(call, findVolume(call), entry[1])
}

const types: readonly JsonObject[] = volumeTypes.map((name) => ({
  ...{ id: name, name, description: null, is_public: true, extra_specs: {} },
}))

function findType({ param }: OperationCall): JsonObject {
  const typeId = param('type') === 'default' ? types[0]?.['id'] : param('type')
  const type = types.find(({ id }) => id === typeId)
  if (type === undefined) throw notFound(`Volume type ${param('type')} could not be found.`)
  return type
}

/** Block storage, the same in versions 2 and 3. The path contains the tenant. */
export const blockStorageOperations: readonly Operation[] = [
  ...volumeOperations,
  {
    name: 'volume.action',
    method: 'POST',
    path: '/volumes/:volume/action',
    handle: act,
    differs: 'Only os-extend, os-set_bootable and os-volume_upload_image; the volume keeps its status during them.',
  },
  readOperation('volume.types', '/types', () => ({ volume_types: types })),
  readOperation('volume.types.show', '/types/:type', (call) => ({ volume_type: findType(call) })),
  ...snapshotOperations,
  readOperation('volume.zones', '/os-availability-zone', ({ cloud }) => ({
    availabilityZoneInfo: cloud.zones.map((zoneName) => ({ zoneName, zoneState: { available: true } })),
  })),
  readOperation('volume.extensions', '/extensions', () => ({ extensions: [] })),
  unimplemented('volume.metadata', 'GET', '/volumes/:volume/metadata'),
  unimplemented('volume.metadata.update', 'POST', '/volumes/:volume/metadata'),
  unimplemented('volume.limits', 'GET', '/limits'),
  unimplemented('volume.quotas', 'GET', '/os-quota-sets/:project'),
  unimplemented('volume.backups', 'GET', '/backups'),
  unimplemented('volume.backups.detail', 'GET', '/backups/detail'),
  unimplemented('volume.backups.create', 'POST', '/backups'),
  unimplemented('volume.transfers', 'GET', '/os-volume-transfer'),
  unimplemented('volume.attachments', 'GET', '/attachments'),
  unimplemented('volume.attachments.create', 'POST', '/attachments'),
  unimplemented('volume.groups', 'GET', '/groups'),
]

/** Returns the body of the 300 response at the root of block storage; with `only`, at the root of that version. */
export function volumeVersions(origin: string, only?: string): JsonObject {
  const version = (id: string, status: string, path: string) => ({
    id,
    status,
    version: id === 'v3.0' ? '3.0' : '',
    min_version: id === 'v3.0' ? '3.0' : '',
    updated: '2018-07-17T00:00:00Z',
    links: [{ rel: 'self', href: `${origin}/volume/${path}/` }],
    'media-types': [
      { base: 'application/json', type: `application/vnd.openstack.volume+json;version=${path.slice(1)}` },
    ],
  })
  const versions = [version('v2.0', 'DEPRECATED', 'v2'), version('v3.0', 'CURRENT', 'v3')]
  return { versions: versions.filter(({ id }) => only === undefined || id === `${only}.0`) }
}
