import { nextLink } from '../../serializers/links.ts'
import { representVolume, showVolume } from '../../serializers/volume.ts'
import { badRequest, notFound } from '../../server/errors.ts'
import { accepted, type EmulatorResponse, type JsonObject, ok } from '../../server/response.ts'
import { defaultVolumeType, type Volume, volumeTypes } from '../../state/volumes.ts'
import { noteRead } from '../../transitions/dispatch.ts'
import { drawDuration, dueAfter } from '../../transitions/transition.ts'
import { integer, type RequestFields, required, text, unwrap, uuidText } from '../../validation/fields.ts'
import { metadataPairs } from '../../validation/metadata.ts'
import { findImage } from '../../validation/volumes.ts'
import { type Operation, type OperationCall, readOperation } from '../operation.ts'
import { paginate } from '../pagination.ts'

/** Returns the volumes of the tenant, the newest first. */
export function ownVolumes({ cloud, user }: OperationCall): Volume[] {
  return [...cloud.volumes.values()].filter(({ tenantId }) => tenantId === user.tenant.id).reverse()
}

/** Returns the tenant's volume that the path names. @throws ApiError 404 */
export function findVolume(call: OperationCall): Volume {
  const id = call.param('volume')
  const volume = call.cloud.volumes.get(id)
  if (volume === undefined || volume.tenantId !== call.user.tenant.id) {
    throw notFound(`Volume ${id} could not be found.`)
  }
  return volume
}

/** The source of a new volume. */
interface VolumeSource {
  /** The minimum size, in GB. */
  readonly size: number
  readonly bootable: boolean
  readonly snapshotId: string | null
}

const blank: VolumeSource = { size: 0, bootable: false, snapshotId: null }

/** Reads the source of a new volume. @throws ApiError 400, 404 for a source of another tenant */
function readSource({ cloud, user }: OperationCall, fields: RequestFields): VolumeSource {
  const optionalId = (key: string) => {
    const value = fields[key]
    return value === undefined || value === null ? undefined : uuidText(value, key)
  }
  const [imageId, snapshotId, volumeId] = [
    optionalId('imageRef'),
    optionalId('snapshot_id'),
    optionalId('source_volid'),
  ]
  if (imageId !== undefined) {
    const image = findImage(cloud, user.tenant.id, imageId)
    if (image === undefined) throw badRequest(`Image ${imageId} could not be found.`)
    return { size: image.minDisk, bootable: true, snapshotId: null }
  }
  if (snapshotId !== undefined) {
    const snapshot = cloud.volumeSnapshots.get(snapshotId)
    if (snapshot?.tenantId !== user.tenant.id) throw notFound(`Snapshot ${snapshotId} could not be found.`)
    return { size: snapshot.size, bootable: cloud.volumes.get(snapshot.volumeId)?.bootable ?? false, snapshotId }
  }
  if (volumeId === undefined) return blank
  const volume = cloud.volumes.get(volumeId)
  if (volume?.tenantId !== user.tenant.id) throw notFound(`Volume ${volumeId} could not be found.`)
  return { size: volume.size, bootable: volume.bootable, snapshotId: null }
}

/** Creates a volume from the fields of a block storage request. @throws ApiError 400, 404 */
export function addVolume(call: OperationCall, fields: RequestFields): Volume {
  const { cloud, user } = call
  const source = readSource(call, fields)
  const now = cloud.clock.now()
  const requestedSize = fields['size'] ?? (source.size > 0 ? source.size : required(fields, 'size', 'volume'))
  const size = integer(requestedSize, 'size', 1)
  if (size < source.size) throw badRequest(`Invalid input received: the size must be at least ${source.size} GB.`)
  const volume: Volume = {
    id: cloud.random.uuid(),
    tenantId: user.tenant.id,
    userId: user.id,
    name: text(fields['name'] ?? '', 'name', 0, 255),
    description: readDescription(fields['description']),
    size,
    status: 'creating',
    zone: readZone(cloud.zones, fields['availability_zone']),
    type: readType(fields['volume_type']),
    bootable: source.bootable,
    snapshotId: source.snapshotId,
    createdAt: now,
    updatedAt: now,
    metadata: fields['metadata'] === undefined ? {} : metadataPairs(fields['metadata']),
    attachment: undefined,
  }
  cloud.volumes.set(volume.id, volume)
  const due = dueAfter(drawDuration(cloud, 'createVolume'), now)
  cloud.scheduler.schedule({ due, owner: volume.id, countedIds: [volume.id], event: { kind: 'volume-created' } })
  return volume
}

function readDescription(value: unknown): string | null {
  return value === undefined || value === null ? null : text(value, 'description', 0, 255)
}

function readZone(zones: readonly [string, ...string[]], value: unknown): string {
  const zone = value ?? zones[0]
  const match = zones.find((candidate) => candidate === zone)
  if (match === undefined) throw badRequest('The availability zone does not exist.')
  return match
}

function readType(value: unknown): string {
  const type = value ?? defaultVolumeType
  const match = volumeTypes.find((candidate) => candidate === type)
  if (match === undefined) throw notFound('The volume type could not be found.')
  return match
}

function updateVolume(call: OperationCall): EmulatorResponse {
  const fields = unwrap(call.body, 'volume')
  const name = fields['name'] === undefined ? undefined : text(fields['name'], 'name', 0, 255)
  const metadata = fields['metadata'] === undefined ? undefined : metadataPairs(fields['metadata'])
  const volume = findVolume(call)
  volume.name = name ?? volume.name
  volume.metadata = metadata ?? volume.metadata
  if (fields['description'] !== undefined) volume.description = readDescription(fields['description'])
  volume.updatedAt = call.cloud.clock.now()
  return ok({ volume: representVolume(volume) })
}

/** Begins to delete a volume. @throws ApiError 400 for one that is not available */
export function deleteVolume(call: OperationCall): EmulatorResponse {
  const { cloud } = call
  const volume = findVolume(call)
  if (volume.status !== 'available') throw badRequest(`Volume ${volume.id} is ${volume.status}, not available.`)
  volume.status = 'deleting'
  const due = dueAfter(drawDuration(cloud, 'deleteVolume'), cloud.clock.now())
  cloud.scheduler.schedule({ due, owner: volume.id, countedIds: [volume.id], event: { kind: 'volume-deleted' } })
  return accepted()
}

function readVolume({ cloud }: OperationCall, volume: Volume): JsonObject {
  noteRead(cloud, volume.id)
  return showVolume(volume)
}

function listVolumes(call: OperationCall, path: string, represent: (volume: Volume) => JsonObject): JsonObject {
  const { query, urlBase, cloud } = call
  const name = query.get('name')
  const status = query.get('status')
  const matches = (volume: Volume) =>
    (name ?? volume.name) === volume.name && (status ?? volume.status) === volume.status
  const page = paginate(call, ownVolumes(call), matches)
  const base = { ...urlBase, origin: `${urlBase.origin}/volume` }
  const next = page.next && [nextLink(base, path, query, page.next)]
  for (const { id } of page.items) noteRead(cloud, id)
  return { volumes: page.items.map(represent), volumes_links: next }
}

export const volumeOperations: readonly Operation[] = [
  readOperation('volume.list', '/volumes', (call) =>
    listVolumes(call, 'volumes', ({ id, name }) => ({ id, name, links: [] })),
  ),
  readOperation('volume.detail', '/volumes/detail', (call) => listVolumes(call, 'volumes/detail', showVolume)),
  readOperation('volume.show', '/volumes/:volume', (call) => ({ volume: readVolume(call, findVolume(call)) })),
  {
    name: 'volume.create',
    method: 'POST',
    path: '/volumes',
    handle: (call) => accepted({ volume: representVolume(addVolume(call, unwrap(call.body, 'volume'))) }),
  },
  { name: 'volume.update', method: 'PUT', path: '/volumes/:volume', handle: updateVolume },
  { name: 'volume.delete', method: 'DELETE', path: '/volumes/:volume', handle: deleteVolume },
]
