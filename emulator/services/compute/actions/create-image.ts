import { badRequest } from '../../../server/errors.ts'
import { accepted } from '../../../server/response.ts'
import { isLocal } from '../../../state/flavors.ts'
import { createImage as createServerImage } from '../../../transitions/create-image.ts'
import { preconditions, requireState } from '../../../transitions/preconditions.ts'
import { object, type RequestFields, required, trimmedName } from '../../../validation/fields.ts'
import { metadataPairs } from '../../../validation/metadata.ts'
import type { Action } from './actions.ts'

/**
 * Answers with the address of the new image (Nova) and with its id in the body (the document). Only a u2 server has a
 * disk of its own to make an image of; the document gives no code for the others, Nova's for a bad request is used.
 */
export const createImage: Action = (argument, { cloud, urlBase }) => {
  const fields: RequestFields = object(argument, 'createImage')
  const isNameOptional = cloud.faults.has('create-image-name-optional') && fields['name'] === undefined
  const name = isNameOptional ? 'unnamed' : trimmedName(required(fields, 'name', 'createImage'), 'name')
  const isRefused =
    cloud.faults.has('create-image-refused') ||
    (cloud.faults.has('create-image-metadata-refused') && fields['metadata'] !== undefined)
  const metadata = fields['metadata'] === undefined ? {} : metadataPairs(fields['metadata'])
  return (server) => {
    if (isRefused) throw badRequest('Images are not supported.')
    const isNarrow = cloud.faults.has('create-image-only-when-stopped')
    requireState(cloud, server, isNarrow ? preconditions.start : preconditions.createImage)
    if (!isLocal(server.flavor) && !cloud.faults.has('create-image-of-any-flavor')) {
      throw badRequest('Images can be made of servers with a u2 flavor only.')
    }
    const image = createServerImage(cloud, server, { name, metadata })
    return accepted({ image_id: image.id }, { location: `${urlBase.origin}/image/v2/images/${image.id}` })
  }
}
