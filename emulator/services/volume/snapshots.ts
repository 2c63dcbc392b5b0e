import { representSnapshot } from '../../serializers/volume.ts'
import { badRequest, notFound } from '../../server/errors.ts'
import { accepted, type EmulatorResponse } from '../../server/response.ts'
import type { VolumeSnapshot } from '../../state/volumes.ts'
import { type Fields, flag, required, text, uuidText, wrapped } from '../../validation/fields.ts'
import { type Call, type Operation, reading } from '../operation.ts'

export function ownSnapshots({ cloud, user }: Call): VolumeSnapshot[] {
  return [...cloud.volumeSnapshots.values()].filter(({ tenantId }) => tenantId === user.tenant.id)
}

/** @throws ApiError 404 */
export function findSnapshot(call: Call): VolumeSnapshot {
  const id = call.param('snapshot')
  const snapshot = ownSnapshots(call).find((candidate) => candidate.id === id)
  if (snapshot === undefined) throw notFound(`Snapshot ${id} could not be found.`)
  return snapshot
}

/** Makes one of a request in block storage's words. @throws ApiError 400, 404 */
export function makeSnapshot({ cloud, user }: Call, fields: Fields): VolumeSnapshot {
  const volumeId = uuidText(required(fields, 'volume_id', 'snapshot'), 'volume_id')
  const name = text(fields['name'] ?? '', 'name', 0, 255)
  const isForced = flag(fields['force'] ?? false, 'force')
  const volume = cloud.volumes.get(volumeId)
  if (volume?.tenantId !== user.tenant.id) throw notFound(`Volume ${volumeId} could not be found.`)
  if (volume.status !== 'available' && !(isForced && volume.status === 'in-use')) {
    throw badRequest(
      `Invalid volume: Volume ${volumeId} status must be available, but current status is: ${volume.status}`,
    )
  }
  const id = cloud.random.uuid()
  const snapshot = { id, tenantId: user.tenant.id, name, size: volume.size, volumeId, createdAt: cloud.clock.now() }
  cloud.volumeSnapshots.set(id, snapshot)
  return snapshot
}

export function deleteSnapshot(call: Call): EmulatorResponse {
  call.cloud.volumeSnapshots.delete(findSnapshot(call).id)
  return accepted()
}

const list = (call: Call) => ({ snapshots: ownSnapshots(call).map(representSnapshot) })

/** Snapshots of volumes, in block storage. */
export const snapshotOperations: readonly Operation[] = [
  reading('volume.snapshots', '/snapshots', list),
  reading('volume.snapshots.detail', '/snapshots/detail', list),
  reading('volume.snapshots.show', '/snapshots/:snapshot', (call) => ({
    snapshot: representSnapshot(findSnapshot(call)),
  })),
  {
    name: 'volume.snapshots.create',
    method: 'POST',
    path: '/snapshots',
    handle: (call) => accepted({ snapshot: representSnapshot(makeSnapshot(call, wrapped(call.body, 'snapshot'))) }),
    differs: 'A snapshot is available at once.',
  },
  {
    name: 'volume.snapshots.delete',
    method: 'DELETE',
    path: '/snapshots/:snapshot',
    handle: deleteSnapshot,
    differs: 'It is gone at once.',
  },
]
