import type { CloudState } from '../state/cloud-state.ts'
import type { Image } from '../state/images.ts'
import type { Server } from '../state/servers.ts'
import { beginTransition, type ServerTransition } from './transition.ts'

interface SnapshotRequest {
  readonly name: string
  readonly metadata: Readonly<Record<string, string>>
}

/**
 * Makes an image of a server: queued, then saving, then active, while the server keeps its status and shows the task.
 * @returns the new image, which exists at once.
 */
export function createImage(cloud: CloudState, server: Server, { name, metadata }: SnapshotRequest): Image {
  const given = cloud.faults.has('create-image-name-ignored') ? `${server.name}-snapshot` : name
  const kept = cloud.faults.has('create-image-metadata-lost') ? {} : metadata
  const image = queueImage(cloud, server, { name: given, metadata: kept })
  beginTransition(cloud, server, imageCreation, cloud.clock.now(), image.id)
  return image
}

/** An image of a server that has nothing in it yet. */
export function queueImage(cloud: CloudState, server: Server, { name, metadata }: SnapshotRequest): Image {
  const now = cloud.clock.now()
  const base = cloud.images.get(server.imageId)
  const image: Image = {
    id: cloud.random.uuid(),
    name,
    tenantId: server.tenantId,
    status: 'queued',
    minDisk: server.flavor.disk,
    minRam: 0,
    createdAt: now,
    updatedAt: now,
    properties: {
      ...base?.properties,
      base_image_ref: server.imageId,
      image_type: 'snapshot',
      instance_uuid: server.id,
      user_id: server.userId,
      ...metadata,
    },
  }
  cloud.images.set(image.id, image)
  return image
}

export function setImageStatus(cloud: CloudState, imageId: string, status: Image['status'], at: number): void {
  const image = cloud.images.get(imageId)
  if (image === undefined) return
  image.status = status
  image.updatedAt = at
}

/** Its subject is the image. */
export const imageCreation: ServerTransition = {
  name: 'createImage',
  timing: 'createImage',
  stages: [
    { task: 'image_snapshot_pending', share: 0.25 },
    { task: 'image_pending_upload', share: 0.15 },
    {
      task: 'image_uploading',
      share: 0.6,
      enter: (cloud, _server, at, imageId) => setImageStatus(cloud, imageId, 'saving', at),
    },
  ],
  complete: (cloud, _server, at, imageId) => {
    if (!cloud.faults.has('create-image-never-active')) setImageStatus(cloud, imageId, 'active', at)
  },
}
