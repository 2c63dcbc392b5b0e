import { badRequest, notFound } from '../../server/errors.ts'
import { accepted, type EmulatorResponse, type JsonObject } from '../../server/response.ts'
import type { Image } from '../../state/images.ts'
import { type Volume, volumeTypes } from '../../state/volumes.ts'
import { dueAfter, spanOf } from '../../transitions/transition.ts'
import { flag, integer, object, required, text } from '../../validation/fields.ts'
import { absent, type Call, type Operation, reading } from '../operation.ts'
import { snapshotOperations } from './snapshots.ts'
import { findVolume, volumeOperations } from './volumes.ts'

type VolumeAction = (call: Call, volume: Volume, argument: unknown) => EmulatorResponse

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

/** The vendor's way to an image of a server whose root disk is a volume. */
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
  const due = dueAfter(spanOf(cloud, 'createImage'), now)
  cloud.scheduler.schedule({ due, owner: image.id, countedIds: [image.id], event: { kind: 'image-saved' } })
  const answer = { id: volume.id, image_id: image.id, image_name: name, size: volume.size, status: 'uploading' }
  return accepted({ 'os-volume_upload_image': { ...answer, disk_format: 'raw', container_format: 'bare' } })
}

const actions: ReadonlyMap<string, VolumeAction> = new Map(
  Object.entries({
    'os-extend': extend,
    'os-set_bootable': setBootable,
    'os-volume_upload_image': uploadImage,
  }),
)

function act(call: Call): EmulatorResponse {
  const [entry, another] = Object.entries(object(call.body, 'body'))
  const action = entry === undefined || another !== undefined ? undefined : actions.get(entry[0])
  if (entry === undefined || action === undefined) throw badRequest('There is no such action of a volume here.')
  return action(call, findVolume(call), entry[1])
}

const types: readonly JsonObject[] = volumeTypes.map((name) => ({
  ...{ id: name, name, description: null, is_public: true, extra_specs: {} },
}))

function findType({ param }: Call): JsonObject {
  const wanted = param('type') === 'default' ? types[0]?.['id'] : param('type')
  const found = types.find(({ id }) => id === wanted)
  if (found === undefined) throw notFound(`Volume type ${param('type')} could not be found.`)
  return found
}

/** Block storage, versions 2 and 3 alike; the path holds the tenant. */
export const blockStorageOperations: readonly Operation[] = [
  ...volumeOperations,
  {
    name: 'volume.action',
    method: 'POST',
    path: '/volumes/:volume/action',
    handle: act,
    differs: 'os-extend, os-set_bootable and os-volume_upload_image only; the volume keeps its status meanwhile.',
  },
  reading('volume.types', '/types', () => ({ volume_types: types })),
  reading('volume.types.show', '/types/:type', (call) => ({ volume_type: findType(call) })),
  ...snapshotOperations,
  reading('volume.zones', '/os-availability-zone', ({ cloud }) => ({
    availabilityZoneInfo: cloud.zones.map((zoneName) => ({ zoneName, zoneState: { available: true } })),
  })),
  reading('volume.extensions', '/extensions', () => ({ extensions: [] })),
  absent('volume.metadata', 'GET', '/volumes/:volume/metadata'),
  absent('volume.metadata.update', 'POST', '/volumes/:volume/metadata'),
  absent('volume.limits', 'GET', '/limits'),
  absent('volume.quotas', 'GET', '/os-quota-sets/:project'),
  absent('volume.backups', 'GET', '/backups'),
  absent('volume.backups.detail', 'GET', '/backups/detail'),
  absent('volume.backups.create', 'POST', '/backups'),
  absent('volume.transfers', 'GET', '/os-volume-transfer'),
  absent('volume.attachments', 'GET', '/attachments'),
  absent('volume.attachments.create', 'POST', '/attachments'),
  absent('volume.groups', 'GET', '/groups'),
]

/** What the block storage service's root answers, with 300, and each of its versions with itself alone. */
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
