import { inMicroseconds } from '../../../serializers/timestamps.ts'
import { type EmulatorResponse, type JsonObject, ok } from '../../../server/response.ts'
import type { Volume } from '../../../state/volumes.ts'
import { unwrap } from '../../../validation/fields.ts'
import { type Operation, type OperationCall, readOperation } from '../../operation.ts'
import { sliceByQuery } from '../../pagination.ts'
import { addVolume, deleteVolume, findVolume, ownVolumes } from '../../volume/volumes.ts'
import { snapshotProxyOperations } from './snapshots.ts'

function represent(volume: Volume): JsonObject {
  const { attachment } = volume
  return {
    id: volume.id,
    displayName: volume.name,
    displayDescription: volume.description,
    size: volume.size,
    status: volume.status,
    availabilityZone: volume.zone,
    volumeType: volume.type,
    snapshotId: volume.snapshotId,
    metadata: volume.metadata,
    createdAt: inMicroseconds(volume.createdAt),
    attachments:
      attachment === undefined
        ? [{}]
        : [{ id: volume.id, volumeId: volume.id, serverId: attachment.serverId, device: attachment.device }],
  }
}

/** Creates the resource from a request that has the older names of the fields of block storage. */
function createVolume(call: OperationCall): EmulatorResponse {
  const fields = unwrap(call.body, 'volume')
  const volume = addVolume(call, {
    size: fields['size'],
    ...(fields['display_name'] === undefined ? {} : { name: fields['display_name'] }),
    ...(fields['display_description'] === undefined ? {} : { description: fields['display_description'] }),
    ...(fields['metadata'] === undefined ? {} : { metadata: fields['metadata'] }),
    volume_type: fields['volume_type'],
    availability_zone: fields['availability_zone'],
    snapshot_id: fields['snapshot_id'],
  })
  return ok({ volume: represent(volume) })
}

const listVolumes = (call: OperationCall): JsonObject => ({
  volumes: sliceByQuery(ownVolumes(call), call.query).map(represent),
})

const collection = '/os-volumes'

/** Volumes for clients that do not use the block storage service. */
export const volumeProxyOperations: readonly Operation[] = [
  readOperation('proxies.volumes', collection, listVolumes),
  readOperation('proxies.volumes.detail', `${collection}/detail`, listVolumes),
  readOperation('proxies.volumes.show', `${collection}/:volume`, (call) => ({ volume: represent(findVolume(call)) })),
  { name: 'proxies.volumes.create', method: 'POST', path: collection, handle: createVolume },
  { name: 'proxies.volumes.delete', method: 'DELETE', path: `${collection}/:volume`, handle: deleteVolume },
  ...snapshotProxyOperations,
]
