import { nextLink, selfAndBookmark } from '../../../serializers/links.ts'
import { inSeconds, parseIsoTime } from '../../../serializers/timestamps.ts'
import { badRequest } from '../../../server/errors.ts'
import type { JsonObject } from '../../../server/response.ts'
import type { Image } from '../../../state/images.ts'
import { noteRead } from '../../../transitions/dispatch.ts'
import { imageMetadataOperations } from '../../image/image-metadata.ts'
import { deleteImage, findVisibleImage, visibleImages } from '../../image/images.ts'
import { type Operation, type OperationCall, readOperation } from '../../operation.ts'
import { paginate, queryInteger, queryValue } from '../../pagination.ts'

function represent({ cloud, urlBase }: OperationCall, image: Image): JsonObject {
  noteRead(cloud, image.id)
  const serverId = image.properties['instance_uuid']
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
    links: selfAndBookmark(urlBase, 'images', image.id),
    server: serverId === undefined ? undefined : { id: serverId, links: selfAndBookmark(urlBase, 'servers', serverId) },
  }
}

/** Returns the image properties that a query filters by, under Nova's names. A server may be given by its URL. */
function readProperties(query: URLSearchParams): [property: string, value: string][] {
  return [...query].flatMap(([key, value]): [string, string][] => {
    if (key === 'server') return [['instance_uuid', value.split('/').at(-1) ?? '']]
    if (key === 'type') return [['image_type', value]]
    return key.startsWith('property-') ? [[key.slice('property-'.length), value]] : []
  })
}

/** Returns the filter that the query of a list describes. @throws ApiError 400 */
function imageFilter({ query }: OperationCall): (image: Image) => boolean {
  const name = queryValue(query, 'name')
  const status = queryValue(query, 'status')?.toLowerCase()
  const since = queryValue(query, 'changes-since')
  const sinceTime = since === undefined ? Number.NEGATIVE_INFINITY : parseIsoTime(since)
  if (sinceTime === undefined) throw badRequest('Invalid filter field: changes-since.')
  const [minRam, minDisk] = [queryInteger(query, 'minRam') ?? 0, queryInteger(query, 'minDisk') ?? 0]
  const properties = readProperties(query)
  return (image) =>
    (name ?? image.name) === image.name &&
    (status ?? image.status) === image.status &&
    image.updatedAt >= sinceTime &&
    image.minRam >= minRam &&
    image.minDisk >= minDisk &&
    properties.every(([property, value]) => image.properties[property] === value)
}

function listImages(call: OperationCall, path: string, show: (image: Image) => JsonObject): JsonObject {
  const page = paginate(call, visibleImages(call), imageFilter(call))
  const next = page.next && [nextLink(call.urlBase, path, call.query, page.next)]
  return { images: page.items.map(show), images_links: next }
}

const collection = '/images'

/** Images for clients that do not use the image service. */
export const imageProxyOperations: readonly Operation[] = [
  readOperation('proxies.images', collection, (call) =>
    listImages(call, 'images', ({ id, name }) => ({ id, name, links: selfAndBookmark(call.urlBase, 'images', id) })),
  ),
  readOperation('proxies.images.detail', `${collection}/detail`, (call) =>
    listImages(call, 'images/detail', (image) => represent(call, image)),
  ),
  readOperation('proxies.images.show', `${collection}/:image`, (call) => ({
    image: represent(call, findVisibleImage(call)),
  })),
  { name: 'proxies.images.delete', method: 'DELETE', path: `${collection}/:image`, handle: deleteImage },
  ...imageMetadataOperations,
]
