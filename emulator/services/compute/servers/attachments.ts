import { defineHook } from '../../../fault-injection/hooks.ts'
import { attachmentsOf } from '../../../serializers/server.ts'
import { badRequest, conflict, notFound } from '../../../server/errors.ts'
import { accepted, type EmulatorResponse, type JsonObject, ok } from '../../../server/response.ts'
import type { Attachment, Server } from '../../../state/servers.ts'
import type { Volume } from '../../../state/volumes.ts'
import { logAction } from '../../../transitions/action-log.ts'
import { attachVolume, detachVolume, nextDevice } from '../../../transitions/devices.ts'
import { noteRead } from '../../../transitions/dispatch.ts'
import { preconditions, requireState } from '../../../transitions/preconditions.ts'
import { isUuid, required, text, unwrap, uuidText } from '../../../validation/fields.ts'
import type { Operation, OperationCall } from '../../operation.ts'
import { queryCount } from '../../pagination.ts'
import { findServer } from './lookup.ts'

function represent(server: Server, { volumeId, device }: Attachment): JsonObject {
  return { id: volumeId, volumeId, serverId: server.id, device }
}

/** Returns the attachment that the path names. @throws ApiError 404 */
export const findAttachment = defineHook('attachments.find', (call: OperationCall, server: Server): Attachment => {
  const id = call.param('volume')
  const attachment = attachmentsOf(call.cloud, server).find(({ volumeId }) => volumeId === id)
  if (attachment === undefined) throw notFound(`Instance ${server.id} is not attached to volume ${id}`)
  return attachment
})

/**
 * Returns the slice of the attachments that a list asks for. As in Nova, a `limit` of 0 means none. @throws ApiError
 * 400
 */
export const readAttachmentSlice = defineHook(
  'attachments.readSlice',
  ({ query }: OperationCall): { readonly offset: number; readonly limit: number } => {
    const limit = queryCount(query, 'limit') ?? 0
    const offset = queryCount(query, 'offset') ?? 0
    return { offset, limit: limit === 0 ? Number.POSITIVE_INFINITY : limit }
  },
)

/** Returns the servers whose attachments are listed: the one in the path. @throws ApiError 404 */
export const serversToList = defineHook('attachments.serversToList', (call: OperationCall): readonly Server[] => [
  findServer(call),
])

function listAttachments(call: OperationCall): EmulatorResponse {
  const { cloud } = call
  const { offset, limit } = readAttachmentSlice(call)
  const all = serversToList(call).flatMap((server) =>
    attachmentsOf(cloud, server).map((attachment) => represent(server, attachment)),
  )
  const attachments = all.slice(offset, offset + limit)
  for (const { volumeId } of attachments) noteRead(cloud, String(volumeId))
  return ok({ volumeAttachments: attachments })
}

const devicePath = /^\/dev\/(?:x?[a-z]?d)?[a-z]+\d*$/

/** Returns the requested device; undefined lets the service choose. @throws ApiError 400 */
function readDevice(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  const device = text(value, 'device')
  if (!devicePath.test(device)) throw badRequest(`'${device.slice(0, 80)}' is not the path of a device.`)
  return device
}

/** Returns a volume that can be attached. @throws ApiError 404, 400 for one that is not available */
export const findAttachableVolume = defineHook(
  'attachments.findAttachableVolume',
  ({ cloud, user }: OperationCall, volumeId: string): Volume => {
    const volume = cloud.volumes.get(volumeId)
    if (volume === undefined || volume.tenantId !== user.tenant.id) {
      throw notFound(`Volume ${volumeId} could not be found.`)
    }
    if (volume.status !== 'available') {
      throw badRequest(`Invalid volume: ${volumeId} is ${volume.status}, not available.`)
    }
    return volume
  },
)

function attach(call: OperationCall): EmulatorResponse {
  const { cloud, body } = call
  const fields = unwrap(body, 'volumeAttachment')
  const volumeId = uuidText(required(fields, 'volumeId', 'volumeAttachment'), 'volumeId')
  const requestedDevice = readDevice(fields['device'])
  const server = findServer(call)
  requireState(cloud, server, preconditions.attach)
  const volume = findAttachableVolume(call, volumeId)
  const device = requestedDevice ?? nextDevice(server)
  if (device === '/dev/vda' || server.attachments.some((attachment) => attachment.device === device)) {
    throw conflict(`The device ${device} of instance ${server.id} is in use.`)
  }
  attachVolume(cloud, server, volume, device)
  logAction(call, server, 'attach_volume')
  return ok({ volumeAttachment: { id: volumeId, volumeId, serverId: server.id, device } })
}

function detach(call: OperationCall): EmulatorResponse {
  const { cloud, user, param } = call
  const server = findServer(call)
  const volumeId = param('volume')
  const volume = isUuid(volumeId) ? cloud.volumes.get(volumeId) : undefined
  if (volume === undefined || volume.tenantId !== user.tenant.id) {
    throw notFound(`Volume ${volumeId} could not be found.`)
  }
  const attachment = findAttachment(call, server)
  requireState(cloud, server, preconditions.detach)
  if (attachment.isRoot) throw badRequest("Can't detach the root device volume.")
  if (volume.status !== 'in-use') throw badRequest(`Invalid volume: ${volumeId} is ${volume.status}, not in use.`)
  detachVolume(cloud, server, volume)
  logAction(call, server, 'detach_volume')
  return accepted()
}

const collection = '/servers/:server/os-volume_attachments'

/** Volumes are attached by POST to the collection: the volume id in the document's path is taken for a mistake of the draft. */
export const attachmentOperations: readonly Operation[] = [
  { name: 'attachments.list', method: 'GET', path: collection, handle: listAttachments },
  {
    name: 'attachments.show',
    method: 'GET',
    path: `${collection}/:volume`,
    handle: (call) => {
      const server = findServer(call)
      const attachment = findAttachment(call, server)
      noteRead(call.cloud, attachment.volumeId)
      return ok({ volumeAttachment: represent(server, attachment) })
    },
  },
  { name: 'attachments.attach', method: 'POST', path: collection, handle: attach },
  { name: 'attachments.detach', method: 'DELETE', path: `${collection}/:volume`, handle: detach },
]
