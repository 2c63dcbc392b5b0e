import { selfAndBookmark } from '../links.ts'
import { noteRead } from '../machine/course.ts'
import { absent, type Call, type Operation, reading } from '../operation.ts'
import { queryValue } from '../paging.ts'
import type { JsonObject } from '../reply.ts'
import type { Image } from '../state/images.ts'
import { inSeconds } from '../timestamps.ts'
import { deleteImage, findVisibleImage, visibleImages } from './images.ts'

function represent({ world, place }: Call, image: Image): JsonObject {
  noteRead(world, image.id)
  return {
    id: image.id,
    name: image.name,
    status: image.status === 'active' ? 'ACTIVE' : 'SAVING',
    progress: image.status === 'active' ? 100 : 25,
    minDisk: image.minDisk,
    minRam: image.minRam,
    'OS-EXT-IMG-SIZE:size': image.status === 'active' ? image.minDisk * 1024 ** 3 : 0,
    metadata: image.properties,
    created: inSeconds(image.createdAt),
    updated: inSeconds(image.updatedAt),
    links: selfAndBookmark(place, 'images', image.id),
  }
}

/** Older clients find an image by its exact name, and wait for one by its status. */
function askedFor(call: Call): Image[] {
  const name = queryValue(call.query, 'name')
  const status = queryValue(call.query, 'status')?.toLowerCase()
  return visibleImages(call).filter(
    (image) => image.name === (name ?? image.name) && image.status === (status ?? image.status),
  )
}

const collection = '/images'

/** Images as clients older than the image service know them. */
export const imageProxyOperations: readonly Operation[] = [
  reading('proxies.images', collection, (call) => ({
    images: askedFor(call).map(({ id, name }) => ({ id, name, links: selfAndBookmark(call.place, 'images', id) })),
  })),
  reading('proxies.images.detail', `${collection}/detail`, (call) => ({
    images: askedFor(call).map((image) => represent(call, image)),
  })),
  reading('proxies.images.show', `${collection}/:image`, (call) => ({
    image: represent(call, findVisibleImage(call)),
  })),
  { name: 'proxies.images.delete', method: 'DELETE', path: `${collection}/:image`, handle: deleteImage },
  reading('proxies.images.metadata', `${collection}/:image/metadata`, (call) => ({
    metadata: findVisibleImage(call).properties,
  })),
  absent('proxies.images.metadata.update', 'POST', `${collection}/:image/metadata`),
  absent('proxies.images.metadata.replace', 'PUT', `${collection}/:image/metadata`),
  absent('proxies.images.metadata.item', 'GET', `${collection}/:image/metadata/:key`),
  absent('proxies.images.metadata.set-item', 'PUT', `${collection}/:image/metadata/:key`),
  absent('proxies.images.metadata.delete-item', 'DELETE', `${collection}/:image/metadata/:key`),
]
