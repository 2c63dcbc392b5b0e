import { inSeconds } from '../../serializers/timestamps.ts'
import { badRequest, forbidden, notFound } from '../../server/errors.ts'
import { type EmulatorResponse, type JsonObject, noContent, ok } from '../../server/response.ts'
import type { Image } from '../../state/images.ts'
import { noteRead } from '../../transitions/dispatch.ts'
import { type Operation, type OperationCall, readOperation, unimplemented } from '../operation.ts'
import { paginate, queryValue } from '../pagination.ts'
import { type SortKeys, sortByQuery } from '../sorting.ts'

/** Returns the images that a tenant may see: public ones and its own, the newest first. */
export function visibleImages({ cloud, user }: OperationCall): Image[] {
  const visible = [...cloud.images.values()].filter((image) => (image.tenantId ?? user.tenant.id) === user.tenant.id)
  return visible.reverse()
}

/** Returns an image that the caller's tenant may see. @throws ApiError 404 */
export function findVisibleImage(call: OperationCall): Image {
  const id = call.param('image')
  const image = visibleImages(call).find((candidate) => candidate.id === id)
  if (image === undefined) throw notFound(`Image ${id} could not be found.`)
  noteRead(call.cloud, image.id)
  return image
}

function visibilityOf({ tenantId }: Image): 'public' | 'private' {
  return tenantId === undefined ? 'public' : 'private'
}

/** Represents an image as Glance does. */
export function representImage(image: Image): JsonObject {
  return {
    ...image.properties,
    id: image.id,
    name: image.name,
    status: image.status,
    visibility: visibilityOf(image),
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

/** The query parameters of a list that are not filters by a property. */
const ownParameters = new Set(
  'name status visibility owner limit marker sort sort_key sort_dir member_status protected tag os_hidden'.split(' '),
)

const sortKeys: SortKeys<Image> = {
  keys: {
    created_at: ({ createdAt }) => createdAt,
    updated_at: ({ updatedAt }) => updatedAt,
    name: ({ name }) => name,
    status: ({ status }) => status,
    id: ({ id }) => id,
  },
  direction: 'desc',
  unknownKey: (key) => badRequest(`Unknown sort key: ${key.slice(0, 40)}`),
}

function listImages(call: OperationCall): EmulatorResponse {
  const name = queryValue(call.query, 'name')
  const status = queryValue(call.query, 'status')
  const visibility = queryValue(call.query, 'visibility')
  const owner = queryValue(call.query, 'owner')
  const visible = visibleImages(call)
  const propertyFilters = [...call.query].filter(([key]) => !ownParameters.has(key))
  const matches = (image: Image) =>
    (name ?? image.name) === image.name &&
    (status ?? image.status) === image.status &&
    (visibility ?? visibilityOf(image)) === visibilityOf(image) &&
    (owner ?? image.tenantId) === image.tenantId &&
    propertyFilters.every(([key, value]) => image.properties[key] === value)
  const page = paginate(call, sortByQuery(visible, call.query, sortKeys), matches)
  const next = page.next && nextPage(call.query, page.next)
  return ok({ images: page.items.map(representImage), first: '/v2/images', schema: '/v2/schemas/images', next })
}

/** Returns the link to the next page: in Glance, a path without a host. */
function nextPage(query: URLSearchParams, { limit, marker }: { limit: number; marker: string }): string {
  const next = new URLSearchParams(query)
  next.set('limit', String(limit))
  next.set('marker', marker)
  return `/v2/images?${next}`
}

/** Deletes an image of the caller's tenant. @throws ApiError 403 for a public image */
export function deleteImage(call: OperationCall): EmulatorResponse {
  const image = findVisibleImage(call)
  if (image.tenantId === undefined) throw forbidden('You are not permitted to delete this image.')
  call.cloud.images.delete(image.id)
  return noContent
}

/** The image service, version 2. */
export const imageOperations: readonly Operation[] = [
  { name: 'image.list', method: 'GET', path: '/v2/images', handle: listImages },
  readOperation('image.show', '/v2/images/:image', (call) => representImage(findVisibleImage(call))),
  { name: 'image.delete', method: 'DELETE', path: '/v2/images/:image', handle: deleteImage },
  unimplemented('image.update', 'PATCH', '/v2/images/:image'),
  unimplemented('image.download', 'GET', '/v2/images/:image/file'),
  unimplemented('image.members', 'GET', '/v2/images/:image/members'),
  unimplemented('image.schema', 'GET', '/v2/schemas/image'),
  unimplemented('image.schemas', 'GET', '/v2/schemas/images'),
]

/** Returns the body of the 300 response at the root of the image service. */
export function imageVersions(origin: string): JsonObject {
  const links = [{ rel: 'self', href: `${origin}/image/v2/` }]
  return { versions: [{ id: 'v2.9', status: 'CURRENT', links }] }
}
