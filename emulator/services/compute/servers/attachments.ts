import { attachmentsOf } from '../../../serializers/server.ts'
import { badRequest, conflict, notFound } from '../../../server/errors.ts'
import { accepted, type EmulatorResponse, type JsonObject, ok } from '../../../server/response.ts'
import type { Attachment, Server } from '../../../state/servers.ts'
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

function findAttachment(call: OperationCall, server: Server): Attachment {
  const id = call.param('volume')
  const found = attachmentsOf(call.cloud, server).find(({ volumeId }) => volumeId === id)
  if (found === undefined) throw notFound(`Instance ${server.id} is not attached to volume ${id}`)
  return found
}

/** A slice of the list: `limit` 0 means no limit here, as in Nova. */
function listAttachments(call: OperationCall): EmulatorResponse {
  const { query, cloud } = call
  const isUnchecked = cloud.faults.has('attachments-bad-query-accepted')
  const limit = queryCount(query, 'limit', isUnchecked) ?? 0
  const offset = queryCount(query, 'offset', isUnchecked) ?? 0
  const server = findServer(call)
  const all = attachmentsOf(cloud, server)
  const isIgnored =
    cloud.faults.has('attachments-offset-ignored') ||
    (limit > 0 && cloud.faults.has('attachments-offset-lost-beside-limit'))
  const isOneMore = offset > 0 && cloud.faults.has('attachments-offset-one-more')
  const rest = isIgnored ? all : all.slice(isOneMore ? offset + 1 : offset)
  const isUnlimited = limit === 0 || cloud.faults.has('attachments-limit-ignored')
  const shown = isUnlimited ? rest : rest.slice(0, limit)
  for (const { volumeId } of shown) noteRead(cloud, volumeId)
  return ok({ volumeAttachments: shown.map((attachment) => represent(server, attachment)) })
}

const devicePath = /^\/dev\/(?:x?[a-z]?d)?[a-z]+\d*$/

/** The device asked for, or undefined to let the service choose. @throws ApiError 400 */
function readDevice(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  const device = text(value, 'device')
  if (!devicePath.test(device)) throw badRequest(`'${device.slice(0, 80)}' is not the path of a device.`)
  return device
}

function attach(call: OperationCall): EmulatorResponse {
  const { cloud, user, body } = call
  const fields = unwrap(body, 'volumeAttachment')
  const volumeId = uuidText(required(fields, 'volumeId', 'volumeAttachment'), 'volumeId')
  const wanted = readDevice(fields['device'])
  const server = findServer(call)
  requireState(cloud, server, preconditions.attach)
  const volume = cloud.volumes.get(volumeId)
  if (volume === undefined || volume.tenantId !== user.tenant.id) {
    if (!cloud.faults.has('attach-accepts-unknown')) throw notFound(`Volume ${volumeId} could not be found.`)
  } else if (volume.status !== 'available' && !cloud.faults.has('attach-twice-accepted')) {
    throw badRequest(`Invalid volume: ${volumeId} is ${volume.status}, not available.`)
  }
  const device = wanted ?? nextDevice(server)
  if (device === '/dev/vda' || server.attachments.some((attachment) => attachment.device === device)) {
    throw conflict(`The device ${device} of instance ${server.id} is in use.`)
  }
  const isInVain =
    (server.vmState === 'paused' && cloud.faults.has('attach-to-paused-in-vain')) ||
    (server.vmState === 'stopped' && cloud.faults.has('attach-to-stopped-in-vain'))
  if (!cloud.faults.has('attach-does-nothing') && !isInVain) attachVolume(cloud, server, volumeId, device)
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
  const isFree = volume.status === 'available'
  if (isFree && cloud.faults.has('detach-twice-accepted')) return accepted()
  const attachment = findAttachment(call, server)
  requireState(cloud, server, preconditions.detach)
  if (attachment.isRoot) throw badRequest("Can't detach the root device volume.")
  if (volume.status !== 'in-use') throw badRequest(`Invalid volume: ${volumeId} is ${volume.status}, not in use.`)
  if (!cloud.faults.has('detach-does-nothing')) detachVolume(cloud, server, volumeId)
  logAction(call, server, 'detach_volume')
  return accepted()
}

const collection = '/servers/:server/os-volume_attachments'

/** Volumes are attached by POST to the collection; the volume id in the document's path is a mistake of the draft. */
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
