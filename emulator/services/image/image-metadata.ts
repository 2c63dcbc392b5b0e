import { badRequest, forbidden, notFound } from '../../server/errors.ts'
import { type EmulatorResponse, noContent, ok } from '../../server/response.ts'
import type { Image } from '../../state/images.ts'
import { unwrap } from '../../validation/fields.ts'
import { metadataPairs } from '../../validation/metadata.ts'
import { type Operation, type OperationCall, readOperation } from '../operation.ts'
import { findVisibleImage } from './images.ts'

type Pairs = Readonly<Record<string, string>>

/** Stores the properties of an image. @throws ApiError 403 for a public image */
function store({ cloud }: OperationCall, image: Image, pairs: Pairs): void {
  if (image.tenantId === undefined) throw forbidden(`Not authorized for image ${image.id}.`)
  image.properties = pairs
  image.updatedAt = cloud.clock.now()
}

/** Returns the handler of a change of the metadata: PUT replaces all pairs; POST adds pairs. */
function change(mode: 'add' | 'replace'): (call: OperationCall) => EmulatorResponse {
  return (call) => {
    const pairs = metadataPairs(unwrap(call.body, 'metadata'))
    const image = findVisibleImage(call)
    store(call, image, mode === 'replace' ? pairs : { ...image.properties, ...pairs })
    return ok({ metadata: image.properties })
  }
}

/** Returns the property that the path names. @throws ApiError 404 */
function findItem(call: OperationCall, { properties }: Image): Pairs {
  const key = call.param('key')
  const value = Object.hasOwn(properties, key) ? properties[key] : undefined
  if (value === undefined) throw notFound('Metadata item was not found')
  return { [key]: value }
}

/** Reads a body such as `{"meta": {key: value}}`, which has only the key of the path. */
function setItem(call: OperationCall): EmulatorResponse {
  const pairs = metadataPairs(unwrap(call.body, 'meta'))
  if (Object.keys(pairs).length !== 1) throw badRequest('The request body must have one item.')
  if (!Object.hasOwn(pairs, call.param('key'))) throw badRequest('Request body and URI mismatch')
  const image = findVisibleImage(call)
  store(call, image, { ...image.properties, ...pairs })
  return ok({ meta: pairs })
}

function removeItem(call: OperationCall): EmulatorResponse {
  const image = findVisibleImage(call)
  const removed = findItem(call, image)
  const rest = Object.entries(image.properties).filter(([key]) => !Object.hasOwn(removed, key))
  store(call, image, Object.fromEntries(rest))
  return noContent
}

const collection = '/images/:image/metadata'

/** The properties of an image for clients that do not use the image service, as a whole and pair by pair. */
export const imageMetadataOperations: readonly Operation[] = [
  readOperation('proxies.images.metadata', collection, (call) => ({ metadata: findVisibleImage(call).properties })),
  { name: 'proxies.images.metadata.update', method: 'POST', path: collection, handle: change('add') },
  { name: 'proxies.images.metadata.replace', method: 'PUT', path: collection, handle: change('replace') },
  readOperation('proxies.images.metadata.item', `${collection}/:key`, (call) => ({
    meta: findItem(call, findVisibleImage(call)),
  })),
  { name: 'proxies.images.metadata.set-item', method: 'PUT', path: `${collection}/:key`, handle: setItem },
  { name: 'proxies.images.metadata.delete-item', method: 'DELETE', path: `${collection}/:key`, handle: removeItem },
]
