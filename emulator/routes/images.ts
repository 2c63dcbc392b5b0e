import { forbidden, notFound } from '../errors.ts'
import { noteRead } from '../machine/course.ts'
import type { Call, Operation } from '../operation.ts'
import { faultlessPaging, paginate, queryValue } from '../paging.ts'
import { type JsonObject, noContent, ok, type Reply } from '../reply.ts'
import type { Image } from '../state/images.ts'
import { inSeconds } from '../timestamps.ts'

/** The images a tenant sees: public ones and its own, the newest first. */
export function visibleImages({ world, user }: Call): Image[] {
  const visible = [...world.images.values()].filter((image) => (image.tenantId ?? user.tenant.id) === user.tenant.id)
  return visible.reverse()
}

/** @throws ApiError 404 */
export function findVisibleImage(call: Call): Image {
  const id = call.param('image')
  const image = visibleImages(call).find((candidate) => candidate.id === id)
  if (image === undefined) throw notFound(`Image ${id} could not be found.`)
  noteRead(call.world, image.id)
  return image
}

function represent(image: Image): JsonObject {
  return {
    ...image.properties,
    id: image.id,
    name: image.name,
    status: image.status,
    visibility: image.tenantId === undefined ? 'public' : 'private',
    owner: image.tenantId ?? null,
    min_disk: image.minDisk,
    min_ram: image.minRam,
    size: image.status === 'active' ? image.minDisk * 1024 ** 3 : null,
    disk_format: 'qcow2',
    container_format: 'bare',
    protected: false,
    tags: [],
    created_at: inSeconds(image.createdAt),
    updated_at: inSeconds(image.updatedAt),
    self: `/v2/images/${image.id}`,
    file: `/v2/images/${image.id}/file`,
    schema: '/v2/schemas/image',
  }
}

function listImages(call: Call): Reply {
  const name = queryValue(call.query, 'name')
  const status = queryValue(call.query, 'status')
  const visible = visibleImages(call)
  const matching = visible.filter(
    (image) => (name ?? image.name) === image.name && (status ?? image.status) === image.status,
  )
  const page = paginate(matching, visible, call.query, faultlessPaging)
  return ok({ images: page.items.map(represent), first: '/v2/images', schema: '/v2/schemas/images' })
}

function deleteImage(call: Call): Reply {
  const image = findVisibleImage(call)
  if (image.tenantId === undefined) throw forbidden('You are not permitted to delete this image.')
  call.world.images.delete(image.id)
  return noContent
}

/** The image service, version 2. */
export const imageOperations: readonly Operation[] = [
  { name: 'image.list', method: 'GET', path: '/v2/images', handle: listImages },
  {
    name: 'image.show',
    method: 'GET',
    path: '/v2/images/:image',
    handle: (call) => ok(represent(findVisibleImage(call))),
  },
  { name: 'image.delete', method: 'DELETE', path: '/v2/images/:image', handle: deleteImage },
]

/** What the image service's root answers, with 300. */
export function imageVersions(origin: string): JsonObject {
  const links = [{ rel: 'self', href: `${origin}/image/v2/` }]
  return { versions: [{ id: 'v2.9', status: 'CURRENT', links }] }
}
