import { defineHook } from '../fault-injection/hooks.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { Image } from '../state/images.ts'
import type { Server } from '../state/servers.ts'
import { beginTransition, type ServerTransition } from './transition.ts'

interface ImageRequest {
  readonly name: string
  readonly metadata: Readonly<Record<string, string>>
}

/**
 * Begins to create an image of a server. Its status is queued, saving, then active; the server keeps its own status and
 * shows the task.
 */
export const createImage = defineHook(
  'images.create',
  (cloud: CloudState, server: Server, request: ImageRequest): Image => {
    const image = queueImage(cloud, server, request)
    beginTransition(cloud, server, imageCreation, cloud.clock.now(), image.id)
    return image
  },
)

/** Creates the record of an image whose data is not saved yet. */
export function queueImage(cloud: CloudState, server: Server, { name, metadata }: ImageRequest): Image {
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

/** Sets the status of an image, unless it was deleted. */
export function setImageStatus(cloud: CloudState, imageId: string, status: Image['status'], at: number): void {
  const image = cloud.images.get(imageId)
  if (image === undefined) return
  image.status = status
  image.updatedAt = at
}

/** The related id is that of the image. */
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
    setImageStatus(cloud, imageId, 'active', at)
  },
}
