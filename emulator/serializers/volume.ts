import type { JsonObject } from '../server/response.ts'
import type { Volume, VolumeSnapshot } from '../state/volumes.ts'
import { inMicroseconds } from './timestamps.ts'

function representAttachments({ id, attachment }: Volume): JsonObject[] {
  if (attachment === undefined) return []
  const { serverId, device, at } = attachment
  return [
    {
      id,
      attachment_id: id,
      volume_id: id,
      server_id: serverId,
      device,
      host_name: null,
      attached_at: inMicroseconds(at),
    },
  ]
}

/** Represents a volume as Cinder does, without its tenant. */
export function representVolume(volume: Volume): JsonObject {
  return {
    id: volume.id,
    name: volume.name,
    description: volume.description,
    size: volume.size,
    status: volume.status,
    availability_zone: volume.zone,
    volume_type: volume.type,
    bootable: String(volume.bootable),
    encrypted: false,
    multiattach: false,
    snapshot_id: volume.snapshotId,
    source_volid: null,
    metadata: volume.metadata,
    attachments: representAttachments(volume),
    user_id: volume.userId,
    created_at: inMicroseconds(volume.createdAt),
    updated_at: inMicroseconds(volume.updatedAt),
    consistencygroup_id: null,
    replication_status: null,
    links: [],
  }
}

/**
 * Represents a volume as show and list do: with its tenant, which Cinder leaves out of the responses to create and
 * update.
 */
export function showVolume(volume: Volume): JsonObject {
  return { ...representVolume(volume), 'os-vol-tenant-attr:tenant_id': volume.tenantId }
}

/** Represents a volume snapshot as Cinder does. */
export function representSnapshot(snapshot: VolumeSnapshot): JsonObject {
  return {
    id: snapshot.id,
    name: snapshot.name,
    size: snapshot.size,
    status: 'available',
    description: null,
    volume_id: snapshot.volumeId,
    created_at: inMicroseconds(snapshot.createdAt),
    metadata: {},
  }
}
