import { randomBytes } from 'node:crypto'
import { selfUrl } from '../../../serializers/links.ts'
import { serverBase } from '../../../serializers/server.ts'
import { badRequest } from '../../../server/errors.ts'
import { accepted, ok } from '../../../server/response.ts'
import { isLocal } from '../../../state/flavors.ts'
import { isWindows } from '../../../state/images.ts'
import { preconditions, requireState } from '../../../transitions/preconditions.ts'
import * as transitions from '../../../transitions/rescue-rebuild.ts'
import { beginTransition } from '../../../transitions/transition.ts'
import {
  address,
  isUuid,
  object,
  type RequestFields,
  required,
  text,
  trimmedName,
  uuidText,
} from '../../../validation/fields.ts'
import { checkImage } from '../../../validation/image-rules.ts'
import { metadataPairs } from '../../../validation/metadata.ts'
import { readDiskConfig } from '../../../validation/server-create.ts'
import { findImage } from '../../../validation/volumes.ts'
import type { ActionHandler } from './actions.ts'

/** Returns the password in the request, or a generated one. */
function passwordOf(fields: RequestFields): string {
  return fields['adminPass'] === undefined
    ? randomBytes(9).toString('base64url')
    : text(fields['adminPass'], 'adminPass')
}

/** Responds with the password of the rescue system. A volume-backed server cannot be rescued (Nova below 2.87). */
export const rescue: ActionHandler = (argument, { cloud }) => {
  const fields = argument === null ? {} : object(argument, 'rescue')
  if (fields['rescue_image_ref'] !== undefined) uuidText(fields['rescue_image_ref'], 'rescue_image_ref')
  const adminPass = passwordOf(fields)
  return (server) => {
    requireState(cloud, server, preconditions.rescue)
    if (!isLocal(server.flavor))
      throw badRequest(`Instance ${server.id} cannot be rescued: Cannot rescue a volume-backed instance`)
    beginTransition(cloud, server, transitions.rescue, cloud.clock.now())
    return ok({ adminPass })
  }
}

/** Ends the rescue of a server. */
export const unrescue: ActionHandler =
  (_argument, { cloud }) =>
  (server) => {
    requireState(cloud, server, preconditions.unrescue)
    beginTransition(cloud, server, transitions.unrescue, cloud.clock.now())
    return accepted()
  }

/** Changes the password of a server, which no response shows. */
export const changePassword: ActionHandler = (argument, { cloud }) => {
  const fields = object(argument, 'changePassword')
  text(required(fields, 'adminPass', 'changePassword'), 'adminPass')
  return (server) => {
    requireState(cloud, server, preconditions.changePassword)
    beginTransition(cloud, server, transitions.changePassword, cloud.clock.now())
    return accepted()
  }
}

/** Rebuilds a server from an image. Attributes that the request does not have stay as they are. */
export const rebuild: ActionHandler = (argument, { cloud, user, urlBase }) => {
  const fields = object(argument, 'rebuild')
  const imageId = text(required(fields, 'imageRef', 'rebuild'), 'imageRef')
  const name = fields['name'] === undefined ? undefined : trimmedName(fields['name'], 'name')
  const metadata = fields['metadata'] === undefined ? undefined : metadataPairs(fields['metadata'])
  const diskConfig = fields['OS-DCF:diskConfig'] === undefined ? undefined : readDiskConfig(fields['OS-DCF:diskConfig'])
  const accessIPv4 = fields['accessIPv4'] === undefined ? undefined : address(fields['accessIPv4'], 'accessIPv4', 4)
  const accessIPv6 = fields['accessIPv6'] === undefined ? undefined : address(fields['accessIPv6'], 'accessIPv6', 6)
  const adminPass = passwordOf(fields)
  if (!isUuid(imageId)) throw badRequest(`imageRef is not a UUID: ${imageId.slice(0, 80)}`)
  return (server) => {
    const image = findImage(cloud, user.tenant.id, imageId)
    if (image === undefined) throw badRequest('Can not find requested image')
    requireState(cloud, server, preconditions.rebuild)
    const hasRootVolume = server.attachments.some(({ isRoot }) => isRoot)
    if (hasRootVolume && image.id !== server.imageId) {
      throw badRequest('Unable to rebuild with a different image for a volume-backed server.')
    }
    if (!hasRootVolume || isWindows(image)) checkImage(cloud, image, server.flavor, name ?? server.name)
    server.imageId = image.id
    server.name = name ?? server.name
    server.metadata = metadata ?? server.metadata
    server.diskConfig = diskConfig ?? server.diskConfig
    server.accessIPv4 = accessIPv4 ?? server.accessIPv4
    server.accessIPv6 = accessIPv6 ?? server.accessIPv6
    beginTransition(cloud, server, transitions.rebuild, cloud.clock.now())
    const location = selfUrl(urlBase, 'servers', server.id)
    return accepted({ server: { ...serverBase(cloud, urlBase, server), adminPass } }, { location })
  }
}
