import type { CloudState } from '../state/cloud-state.ts'
import type { Image } from '../state/images.ts'
import type { Server } from '../state/servers.ts'
import { begin, type Transition } from './transition.ts'

interface SnapshotRequest {
  readonly name: string
  readonly metadata: Readonly<Record<string, string>>
}

/**
 * Makes an image of a server: queued, then saving, then active, while the server keeps its status and shows the task.
 * @returns the new image, which exists at once.
 */
export function createImage(world: CloudState, server: Server, { name, metadata }: SnapshotRequest): Image {
  const given = world.faults.has('create-image-name-ignored') ? `${server.name}-snapshot` : name
  const kept = world.faults.has('create-image-metadata-lost') ? {} : metadata
  const image = queueImage(world, server, { name: given, metadata: kept })
  begin(world, server, imaging, world.clock.now(), image.id)
  return image
}

/** An image of a server that has nothing in it yet. */
export function queueImage(world: CloudState, server: Server, { name, metadata }: SnapshotRequest): Image {
  const now = world.clock.now()
  const base = world.images.get(server.imageId)
  const image: Image = {
    id: world.random.uuid(),
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
  world.images.set(image.id, image)
  return image
}

export function setImageActive(world: CloudState, imageId: string, status: Image['status'], at: number): void {
  const image = world.images.get(imageId)
  if (image === undefined) return
  image.status = status
  image.updatedAt = at
}

/** Its subject is the image. */
export const imaging: Transition = {
  name: 'createImage',
  lasts: 'createImage',
  stages: [
    { task: 'image_snapshot_pending', share: 0.25 },
    { task: 'image_pending_upload', share: 0.15 },
    {
      task: 'image_uploading',
      share: 0.6,
      enter: (world, _server, at, imageId) => setImageActive(world, imageId, 'saving', at),
    },
  ],
  arrive: (world, _server, at, imageId) => {
    if (!world.faults.has('create-image-never-active')) setImageActive(world, imageId, 'active', at)
  },
}
