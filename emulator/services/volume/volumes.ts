import { nextLink } from '../../serializers/links.ts'
import { representVolume, showVolume } from '../../serializers/volume.ts'
import { badRequest, notFound } from '../../server/errors.ts'
import { accepted, type EmulatorResponse, type JsonObject, ok } from '../../server/response.ts'
import { defaultVolumeType, type Volume, volumeTypes } from '../../state/volumes.ts'
import { noteRead } from '../../transitions/dispatch.ts'
import { dueAfter, spanOf } from '../../transitions/transition.ts'
import { type Fields, integer, required, text, uuidText, wrapped } from '../../validation/fields.ts'
import { metadataPairs } from '../../validation/metadata.ts'
import { findImage } from '../../validation/volumes.ts'
import { type Call, type Operation, reading } from '../operation.ts'
import { faultlessPaging, paginate } from '../pagination.ts'

/** A tenant's volumes, the newest first. */
export function ownVolumes({ cloud, user }: Call): Volume[] {
  return [...cloud.volumes.values()].filter(({ tenantId }) => tenantId === user.tenant.id).reverse()
}

/** @throws ApiError 404 */
export function findVolume(call: Call): Volume {
  const id = call.param('volume')
  const volume = call.cloud.volumes.get(id)
  if (volume === undefined || volume.tenantId !== call.user.tenant.id) {
    throw notFound(`Volume ${id} could not be found.`)
  }
  return volume
}

/** What a new volume begins with; it asks for at least this many GB. */
interface Source {
  readonly size: number
  readonly bootable: boolean
  readonly snapshotId: string | null
}

const blank: Source = { size: 0, bootable: false, snapshotId: null }

/** @throws ApiError 400, 404 for a source that is not the tenant's */
function readSource({ cloud, user }: Call, fields: Fields): Source {
  const given = (key: string) => {
    const value = fields[key]
    return value === undefined || value === null ? undefined : uuidText(value, key)
  }
  const [imageId, snapshotId, volumeId] = [given('imageRef'), given('snapshot_id'), given('source_volid')]
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

/** Makes a volume of what the request says, in Cinder's words. */
export function makeVolume(call: Call, fields: Fields): Volume {
  const { cloud, user } = call
  const source = readSource(call, fields)
  const now = cloud.clock.now()
  const asked = fields['size'] ?? (source.size > 0 ? source.size : required(fields, 'size', 'volume'))
  const size = integer(asked, 'size', 1)
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
  const due = dueAfter(spanOf(cloud, 'createVolume'), now)
  cloud.scheduler.schedule({ due, owner: volume.id, countedIds: [volume.id], event: { kind: 'volume-created' } })
  return volume
}

function readDescription(value: unknown): string | null {
  return value === undefined || value === null ? null : text(value, 'description', 0, 255)
}

function readZone(zones: readonly [string, ...string[]], value: unknown): string {
  const zone = value ?? zones[0]
  const known = zones.find((candidate) => candidate === zone)
  if (known === undefined) throw badRequest('The availability zone is not known.')
  return known
}

function readType(value: unknown): string {
  const type = value ?? defaultVolumeType
  const known = volumeTypes.find((candidate) => candidate === type)
  if (known === undefined) throw notFound('The volume type could not be found.')
  return known
}

function updateVolume(call: Call): EmulatorResponse {
  const fields = wrapped(call.body, 'volume')
  const name = fields['name'] === undefined ? undefined : text(fields['name'], 'name', 0, 255)
  const metadata = fields['metadata'] === undefined ? undefined : metadataPairs(fields['metadata'])
  const volume = findVolume(call)
  volume.name = name ?? volume.name
  volume.metadata = metadata ?? volume.metadata
  if (fields['description'] !== undefined) volume.description = readDescription(fields['description'])
  volume.updatedAt = call.cloud.clock.now()
  return ok({ volume: representVolume(volume) })
}

/** Deletes it after a while. @throws ApiError 400 for one that is in use or busy */
export function deleteVolume(call: Call): EmulatorResponse {
  const { cloud } = call
  const volume = findVolume(call)
  if (volume.status !== 'available') throw badRequest(`Volume ${volume.id} is ${volume.status}, not available.`)
  volume.status = 'deleting'
  const due = dueAfter(spanOf(cloud, 'deleteVolume'), cloud.clock.now())
  cloud.scheduler.schedule({ due, owner: volume.id, countedIds: [volume.id], event: { kind: 'volume-deleted' } })
  return accepted()
}

function readVolume({ cloud }: Call, volume: Volume): JsonObject {
  noteRead(cloud, volume.id)
  return showVolume(volume)
}

function listVolumes(call: Call, path: string, represent: (volume: Volume) => JsonObject): JsonObject {
  const { query, place, cloud } = call
  const name = query.get('name')
  const status = query.get('status')
  const matches = (volume: Volume) =>
    (name ?? volume.name) === volume.name && (status ?? volume.status) === volume.status
  const page = paginate(ownVolumes(call), matches, query, faultlessPaging)
  const base = { ...place, origin: `${place.origin}/volume` }
  const next = page.next && [nextLink(base, path, query, page.next.limit, page.next.marker)]
  for (const { id } of page.items) noteRead(cloud, id)
  return { volumes: page.items.map(represent), volumes_links: next }
}

/** Volumes themselves. */
export const volumeOperations: readonly Operation[] = [
  reading('volume.list', '/volumes', (call) =>
    listVolumes(call, 'volumes', ({ id, name }) => ({ id, name, links: [] })),
  ),
  reading('volume.detail', '/volumes/detail', (call) => listVolumes(call, 'volumes/detail', showVolume)),
  reading('volume.show', '/volumes/:volume', (call) => ({ volume: readVolume(call, findVolume(call)) })),
  {
    name: 'volume.create',
    method: 'POST',
    path: '/volumes',
    handle: (call) => accepted({ volume: representVolume(makeVolume(call, wrapped(call.body, 'volume'))) }),
  },
  { name: 'volume.update', method: 'PUT', path: '/volumes/:volume', handle: updateVolume },
  { name: 'volume.delete', method: 'DELETE', path: '/volumes/:volume', handle: deleteVolume },
]
