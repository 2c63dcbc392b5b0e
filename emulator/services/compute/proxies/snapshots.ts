import { inMicroseconds } from '../../../serializers/timestamps.ts'
import { type EmulatorResponse, type JsonObject, ok } from '../../../server/response.ts'
import type { VolumeSnapshot } from '../../../state/volumes.ts'
import { wrapped } from '../../../validation/fields.ts'
import { type Call, type Operation, reading } from '../../operation.ts'
import { deleteSnapshot, findSnapshot, makeSnapshot, ownSnapshots } from '../../volume/snapshots.ts'

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

/** The same as in block storage, in older words. */
function createSnapshot(call: Call): EmulatorResponse {
  const fields = wrapped(call.body, 'snapshot')
  const snapshot = makeSnapshot(call, { ...fields, name: fields['display_name'] ?? '' })
  return ok({ snapshot: represent(snapshot) })
}

const collection = '/os-snapshots'
const list = (call: Call) => ({ snapshots: ownSnapshots(call).map(represent) })

/** Snapshots of volumes as clients older than the block storage service know them. */
export const snapshotProxyOperations: readonly Operation[] = [
  reading('proxies.snapshots', collection, list),
  reading('proxies.snapshots.detail', `${collection}/detail`, list),
  reading('proxies.snapshots.show', `${collection}/:snapshot`, (call) => ({ snapshot: represent(findSnapshot(call)) })),
  {
    name: 'proxies.snapshots.create',
    method: 'POST',
    path: collection,
    handle: createSnapshot,
    differs: 'A snapshot is available at once.',
  },
  {
    name: 'proxies.snapshots.delete',
    method: 'DELETE',
    path: `${collection}/:snapshot`,
    handle: deleteSnapshot,
    differs: 'It is gone at once.',
  },
]
