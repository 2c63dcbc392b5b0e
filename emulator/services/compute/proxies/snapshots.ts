import { inMicroseconds } from '../../../serializers/timestamps.ts'
import { type EmulatorResponse, type JsonObject, ok } from '../../../server/response.ts'
import type { VolumeSnapshot } from '../../../state/volumes.ts'
import { unwrap } from '../../../validation/fields.ts'
import { type Operation, type OperationCall, readOperation } from '../../operation.ts'
import { addSnapshot, deleteSnapshot, findSnapshot, ownSnapshots } from '../../volume/snapshots.ts'

function represent({ id, name, size, volumeId, createdAt }: VolumeSnapshot): JsonObject {
  return {
    id,
    volumeId,
    status: 'available',
    size,
    createdAt: inMicroseconds(createdAt),
    displayName: name,
    displayDescription: null,
  }
}

/** Creates the resource from a request that has the older names of the fields of block storage. */
function createSnapshot(call: OperationCall): EmulatorResponse {
  const fields = unwrap(call.body, 'snapshot')
  const snapshot = addSnapshot(call, { ...fields, name: fields['display_name'] ?? '' })
  return ok({ snapshot: represent(snapshot) })
}

const collection = '/os-snapshots'
const list = (call: OperationCall) => ({ snapshots: ownSnapshots(call).map(represent) })

/** Snapshots of volumes for clients that do not use the block storage service. */
export const snapshotProxyOperations: readonly Operation[] = [
  readOperation('proxies.snapshots', collection, list),
  readOperation('proxies.snapshots.detail', `${collection}/detail`, list),
  readOperation('proxies.snapshots.show', `${collection}/:snapshot`, (call) => ({
    snapshot: represent(findSnapshot(call)),
  })),
  {
    name: 'proxies.snapshots.create',
    method: 'POST',
    path: collection,
    handle: createSnapshot,
    differs: 'A snapshot is available immediately.',
  },
  {
    name: 'proxies.snapshots.delete',
    method: 'DELETE',
    path: `${collection}/:snapshot`,
    handle: deleteSnapshot,
    differs: 'The snapshot is deleted immediately.',
  },
]
