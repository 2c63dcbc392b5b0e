import { badRequest } from '../../../server/errors.ts'
import { accepted } from '../../../server/response.ts'
import type { CloudState } from '../../../state/cloud-state.ts'
import { isLocal } from '../../../state/flavors.ts'
import type { Image } from '../../../state/images.ts'
import type { Server } from '../../../state/servers.ts'
import { imageCreation, queueImage } from '../../../transitions/create-image.ts'
import { preconditions, requireState } from '../../../transitions/preconditions.ts'
import { beginTransition } from '../../../transitions/transition.ts'
import { integer, object, required, text, trimmedName } from '../../../validation/fields.ts'
import { metadataPairs } from '../../../validation/metadata.ts'
import type { ActionHandler } from './actions.ts'

/** Returns the backups of a server of one type, the oldest first. */
function backupsOf(cloud: CloudState, server: Server, type: string): Image[] {
  return [...cloud.images.values()].filter(
    ({ properties }) =>
      properties['instance_uuid'] === server.id &&
      properties['image_type'] === 'backup' &&
      properties['backup_type'] === type,
  )
}

/** Creates an image of the server and deletes the oldest backups of its type, so that `rotation` of them remain. */
export const createBackup: ActionHandler = (argument, { cloud, urlBase }) => {
  const fields = object(argument, 'createBackup')
  const name = trimmedName(required(fields, 'name', 'createBackup'), 'name')
  const type = text(required(fields, 'backup_type', 'createBackup'), 'backup_type')
  const rotation = integer(required(fields, 'rotation', 'createBackup'), 'rotation', 0)
  const metadata = fields['metadata'] === undefined ? {} : metadataPairs(fields['metadata'])
  return (server) => {
    requireState(cloud, server, preconditions.createImage)
    if (!isLocal(server.flavor)) throw badRequest('Backup is not supported for volume-backed instances.')
    const imageMetadata = { ...metadata, image_type: 'backup', backup_type: type }
    const image = queueImage(cloud, server, { name, metadata: imageMetadata })
    beginTransition(cloud, server, imageCreation, cloud.clock.now(), image.id)
    const all = backupsOf(cloud, server, type)
    for (const { id } of all.slice(0, Math.max(0, all.length - rotation))) cloud.images.delete(id)
    // With a rotation of 0 the new image is deleted too, so there is no Location.
    return rotation === 0
      ? accepted()
      : accepted(undefined, { location: `${urlBase.origin}/${urlBase.version}/images/${image.id}` })
  }
}
