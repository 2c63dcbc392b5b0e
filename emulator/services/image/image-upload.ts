import { badMediaType, conflict, forbidden } from '../../server/errors.ts'
import { created, type EmulatorResponse, noContent } from '../../server/response.ts'
import type { Image } from '../../state/images.ts'
import { choice, integer, object, type RequestFields, text, uuidText } from '../../validation/fields.ts'
import type { Operation, OperationCall } from '../operation.ts'
import { findVisibleImage, representImage } from './images.ts'

/** What Glance itself says of an image; nobody sets it. */
const readOnly = ['created_at', 'updated_at', 'status', 'checksum', 'size', 'virtual_size', 'self', 'file', 'schema']

/** What Glance knows by these names; every other key of a request is a property. */
const attributes = ['id', 'name', 'visibility', 'min_disk', 'min_ram', 'disk_format', 'container_format']
const unkept = ['protected', 'tags', 'owner', 'os_hidden']

/** Only an administrator shows an image to everybody. @throws ApiError 400, 403 */
function checkVisibility(value: unknown): void {
  const visibility = choice(value ?? 'shared', 'visibility', ['private', 'shared', 'community', 'public'])
  if (visibility === 'public' || visibility === 'community') {
    throw forbidden('You are not authorized to complete publicize_image action.')
  }
}

function propertiesOf(fields: RequestFields): Record<string, string> {
  const known = new Set([...attributes, ...unkept])
  const free = Object.entries(fields).filter(([key]) => !known.has(key))
  return Object.fromEntries(free.map(([key, value]) => [key, text(value, key, 0, 255)]))
}

/** An image with nothing in it yet. @throws ApiError 400, 403, 409 for an id that is taken */
function createImage({ cloud, user, body, urlBase }: OperationCall): EmulatorResponse {
  const fields = object(body, 'body')
  for (const key of readOnly) if (key in fields) throw forbidden(`Attribute '${key}' is read-only.`)
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

/** Takes the content of an image, which is thereby active. @throws ApiError 403, 404, 409 for one that has its content, 415 */
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

/** Images that a client makes itself. */
export const imageUploadOperations: readonly Operation[] = [
  {
    name: 'image.create',
    method: 'POST',
    path: '/v2/images',
    handle: createImage,
    differs: 'It is private, whatever was asked, and qcow2; a checksum, tags and protection are not kept.',
  },
  {
    name: 'image.upload',
    method: 'PUT',
    path: '/v2/images/:image/file',
    isUpload: true,
    handle: upload,
    differs: 'At most 112 KiB are taken, like every body here, and thrown away.',
  },
]
