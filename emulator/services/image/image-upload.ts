import { badMediaType, conflict, forbidden } from '../../server/errors.ts'
import { created, type EmulatorResponse, noContent } from '../../server/response.ts'
import type { Image } from '../../state/images.ts'
import { choice, integer, object, type RequestFields, text, uuidText } from '../../validation/fields.ts'
import type { Operation, OperationCall } from '../operation.ts'
import { findVisibleImage, representImage } from './images.ts'

/** Attributes that only Glance itself sets. */
const readOnlyAttributes = [
  'created_at',
  'updated_at',
  'status',
  'checksum',
  'size',
  'virtual_size',
  'self',
  'file',
  'schema',
]

/** The attributes that a request may have. Every other key is a property. */
const attributes = ['id', 'name', 'visibility', 'min_disk', 'min_ram', 'disk_format', 'container_format']
/** Attributes that a request may have and the emulator ignores. */
const ignoredAttributes = ['protected', 'tags', 'owner', 'os_hidden']

/** Rejects a public image: only administrators may publish one. @throws ApiError 400, 403 */
function checkVisibility(value: unknown): void {
  const visibility = choice(value ?? 'shared', 'visibility', ['private', 'shared', 'community', 'public'])
  if (visibility === 'public' || visibility === 'community') {
    throw forbidden('You are not authorized to complete publicize_image action.')
  }
}

function propertiesOf(fields: RequestFields): Record<string, string> {
  const reserved = new Set([...attributes, ...ignoredAttributes])
  const properties = Object.entries(fields).filter(([key]) => !reserved.has(key))
  return Object.fromEntries(properties.map(([key, value]) => [key, text(value, key, 0, 255)]))
}

/** Creates an image without content. @throws ApiError 400, 403, 409 for an id that is in use */
function createImage({ cloud, user, body, urlBase }: OperationCall): EmulatorResponse {
  const fields = object(body, 'body')
  for (const key of readOnlyAttributes) if (key in fields) throw forbidden(`Attribute '${key}' is read-only.`)
  checkVisibility(fields['visibility'])
  const id = fields['id'] === undefined ? cloud.random.uuid() : uuidText(fields['id'], 'id')
  if (cloud.images.has(id)) throw conflict(`Image ID ${id} already exists!`)
  const now = cloud.clock.now()
  const image: Image = {
    id,
    name: text(fields['name'] ?? '', 'name', 0, 255),
    tenantId: user.tenant.id,
    status: 'queued',
    minDisk: integer(fields['min_disk'] ?? 0, 'min_disk', 0),
    minRam: integer(fields['min_ram'] ?? 0, 'min_ram', 0),
    createdAt: now,
    updatedAt: now,
    properties: propertiesOf(fields),
  }
  cloud.images.set(id, image)
  return created(representImage(image), { location: `${urlBase.origin}/image/v2/images/${id}` })
}

/** Receives the content of an image, which becomes active. @throws ApiError 403, 404, 409 for an image that has content, 415 */
function upload(call: OperationCall): EmulatorResponse {
  const type = (call.request.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/octet-stream') throw badMediaType('The content of an image is application/octet-stream.')
  const image = findVisibleImage(call)
  if (image.tenantId === undefined) throw forbidden('You are not permitted to upload to this image.')
  if (image.status !== 'queued') throw conflict(`Invalid state of image ${image.id}: it is ${image.status}.`)
  image.status = 'active'
  image.updatedAt = call.cloud.clock.now()
  return noContent
}

/** Images that a client uploads. */
export const imageUploadOperations: readonly Operation[] = [
  {
    name: 'image.create',
    method: 'POST',
    path: '/v2/images',
    handle: createImage,
    differs: 'The image is always private and qcow2; a checksum, tags and protection are ignored.',
  },
  {
    name: 'image.upload',
    method: 'PUT',
    path: '/v2/images/:image/file',
    isUpload: true,
    handle: upload,
    differs: 'Like every body, the content is limited to 112 KiB; it is discarded.',
  },
]
