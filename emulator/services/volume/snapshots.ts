import { representSnapshot } from '../../serializers/volume.ts'
import { badRequest, notFound } from '../../server/errors.ts'
import { accepted, type EmulatorResponse } from '../../server/response.ts'
import type { VolumeSnapshot } from '../../state/volumes.ts'
import { flag, type RequestFields, required, text, unwrap, uuidText } from '../../validation/fields.ts'
import { type Operation, type OperationCall, readOperation } from '../operation.ts'

/** Returns the volume snapshots of the caller's tenant. */
export function ownSnapshots({ cloud, user }: OperationCall): VolumeSnapshot[] {
  return [...cloud.volumeSnapshots.values()].filter(({ tenantId }) => tenantId === user.tenant.id)
}

/** Returns the tenant's snapshot that the path names. @throws ApiError 404 */
export function findSnapshot(call: OperationCall): VolumeSnapshot {
  const id = call.param('snapshot')
  const snapshot = ownSnapshots(call).find((candidate) => candidate.id === id)
  if (snapshot === undefined) throw notFound(`Snapshot ${id} could not be found.`)
  return snapshot
}

/** Creates a snapshot from the fields of a block storage request. @throws ApiError 400, 404 */
export function addSnapshot({ cloud, user }: OperationCall, fields: RequestFields): VolumeSnapshot {
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

export function deleteSnapshot(call: OperationCall): EmulatorResponse {
  call.cloud.volumeSnapshots.delete(findSnapshot(call).id)
  return accepted()
}

const list = (call: OperationCall) => ({ snapshots: ownSnapshots(call).map(representSnapshot) })

/** Snapshots of volumes. */
export const snapshotOperations: readonly Operation[] = [
  readOperation('volume.snapshots', '/snapshots', list),
  readOperation('volume.snapshots.detail', '/snapshots/detail', list),
  readOperation('volume.snapshots.show', '/snapshots/:snapshot', (call) => ({
    snapshot: representSnapshot(findSnapshot(call)),
  })),
  {
    name: 'volume.snapshots.create',
    method: 'POST',
    path: '/snapshots',
    handle: (call) => accepted({ snapshot: representSnapshot(addSnapshot(call, unwrap(call.body, 'snapshot'))) }),
    differs: 'A snapshot is available immediately.',
  },
  {
    name: 'volume.snapshots.delete',
    method: 'DELETE',
    path: '/snapshots/:snapshot',
    handle: deleteSnapshot,
    differs: 'The snapshot is deleted immediately.',
  },
]
