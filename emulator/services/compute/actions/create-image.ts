import { defineHook } from '../../../fault-injection/hooks.ts'
import { badRequest } from '../../../server/errors.ts'
import { accepted } from '../../../server/response.ts'
import { isLocal } from '../../../state/flavors.ts'
import type { Server } from '../../../state/servers.ts'
import { createImage as createServerImage } from '../../../transitions/create-image.ts'
import { preconditions, requireState } from '../../../transitions/preconditions.ts'
import { object, type RequestFields, required, trimmedName } from '../../../validation/fields.ts'
import { metadataPairs } from '../../../validation/metadata.ts'
import type { OperationCall } from '../../operation.ts'
import type { ActionHandler } from './actions.ts'

/** Reads the name of the new image. @throws ApiError 400 */
export const readImageName = defineHook('images.readName', (_call: OperationCall, fields: RequestFields): string =>
  trimmedName(required(fields, 'name', 'createImage'), 'name'),
)

/**
 * Checks that an image can be created of a server: only a u2 server has a local disk. The document gives no status for the
 * others; this is Nova's for a bad request.
 * @throws ApiError 400, 409
 */
export const requireImageable = defineHook(
  'images.requireImageable',
  ({ cloud }: OperationCall, server: Server, _fields: RequestFields): void => {
    requireState(cloud, server, preconditions.createImage)
    if (!isLocal(server.flavor)) throw badRequest('Images can be created of servers with a u2 flavor only.')
  },
)

/** Responds with the URL of the new image (Nova) and with its id in the body (the document). */
export const createImage: ActionHandler = (argument, call) => {
  const { cloud, urlBase } = call
  const fields = object(argument, 'createImage')
  const name = readImageName(call, fields)
  const metadata = fields['metadata'] === undefined ? {} : metadataPairs(fields['metadata'])
  return (server) => {
    requireImageable(call, server, fields)
    const image = createServerImage(cloud, server, { name, metadata })
    return accepted({ image_id: image.id }, { location: `${urlBase.origin}/image/v2/images/${image.id}` })
  }
}
