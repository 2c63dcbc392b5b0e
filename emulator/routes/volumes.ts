import { badRequest, notFound } from '../errors.ts'
import { noteRead } from '../machine/course.ts'
import { dueAfter, spanOf } from '../machine/journey.ts'
import type { Call, Operation } from '../operation.ts'
import { accepted, type JsonObject, ok, type Reply } from '../reply.ts'
import { representSnapshot, representVolume } from '../representation/volume.ts'
import { defaultVolumeType, type Volume, volumeTypes } from '../state/volumes.ts'
import { integer, required, text, wrapped } from '../validation/fields.ts'
import { metadataPairs } from '../validation/metadata.ts'

/** A tenant's volumes, the newest first. */
export function ownVolumes({ world, user }: Call): Volume[] {
  return [...world.volumes.values()].filter(({ tenantId }) => tenantId === user.tenant.id).reverse()
}

function findVolume(call: Call): Volume {
  const id = call.param('volume')
  const volume = ownVolumes(call).find((candidate) => candidate.id === id)
  if (volume === undefined) throw notFound(`Volume ${id} could not be found.`)
  return volume
}

function createVolume({ world, user, body }: Call): Reply {
  const fields = wrapped(body, 'volume')
  const now = world.clock.now()
  const volume: Volume = {
    id: world.random.uuid(),
    tenantId: user.tenant.id,
    userId: user.id,
    name: fields['name'] === undefined || fields['name'] === null ? '' : text(fields['name'], 'name', 0, 255),
    size: integer(required(fields, 'size', 'volume'), 'size', 1),
    status: 'creating',
    zone: readZone(world.zones, fields['availability_zone']),
    type: readType(fields['volume_type']),
    bootable: false,
    snapshotId: null,
    createdAt: now,
    updatedAt: now,
    metadata: fields['metadata'] === undefined ? {} : metadataPairs(fields['metadata']),
    attachment: undefined,
  }
  world.volumes.set(volume.id, volume)
  const due = dueAfter(spanOf(world, 'createVolume'), now)
  world.agenda.schedule({ due, owner: volume.id, watched: [volume.id], happening: { kind: 'volume-created' } })
  return accepted({ volume: representVolume(volume) })
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

function deleteVolume(call: Call): Reply {
  const { world } = call
  const volume = findVolume(call)
  if (volume.status !== 'available') throw badRequest(`Volume ${volume.id} is ${volume.status}, not available.`)
  volume.status = 'deleting'
  const due = dueAfter(spanOf(world, 'deleteVolume'), world.clock.now())
  world.agenda.schedule({ due, owner: volume.id, watched: [volume.id], happening: { kind: 'volume-deleted' } })
  return accepted()
}

function listSnapshots({ world, user }: Call): Reply {
  const own = [...world.snapshots.values()].filter(({ tenantId }) => tenantId === user.tenant.id)
  return ok({ snapshots: own.map(representSnapshot) })
}

const listTypes = () => ok({ volume_types: volumeTypes.map((name) => ({ id: name, name, extra_specs: {} })) })

/** Block storage, versions 2 and 3 alike; the path holds the tenant. */
export const volumeOperations: readonly Operation[] = [
  {
    name: 'volume.list',
    method: 'GET',
    path: '/volumes',
    handle: (call) => ok({ volumes: filterByName(call).map(({ id, name }) => ({ id, name, links: [] })) }),
  },
  {
    name: 'volume.detail',
    method: 'GET',
    path: '/volumes/detail',
    handle: (call) => ok({ volumes: filterByName(call).map((volume) => readVolume(call, volume)) }),
  },
  {
    name: 'volume.show',
    method: 'GET',
    path: '/volumes/:volume',
    handle: (call) => ok({ volume: readVolume(call, findVolume(call)) }),
  },
  { name: 'volume.create', method: 'POST', path: '/volumes', handle: createVolume },
  { name: 'volume.delete', method: 'DELETE', path: '/volumes/:volume', handle: deleteVolume },
  { name: 'volume.types', method: 'GET', path: '/types', handle: listTypes },
  { name: 'volume.snapshots', method: 'GET', path: '/snapshots', handle: listSnapshots },
  { name: 'volume.snapshots.detail', method: 'GET', path: '/snapshots/detail', handle: listSnapshots },
]

function readVolume({ world }: Call, volume: Volume): JsonObject {
  noteRead(world, volume.id)
  return representVolume(volume)
}

function filterByName(call: Call): Volume[] {
  const name = call.query.get('name')
  const status = call.query.get('status')
  return ownVolumes(call).filter(
    (volume) => (name ?? volume.name) === volume.name && (status ?? volume.status) === volume.status,
  )
}

/** What the block storage service's root answers, with 300. */
export function volumeVersions(origin: string): JsonObject {
  const links = [{ rel: 'self', href: `${origin}/volume/v3/` }]
  return { versions: [{ id: 'v3.0', status: 'CURRENT', version: '3.0', min_version: '3.0', links }] }
}
