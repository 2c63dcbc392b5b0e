import { changed, fixed, isObject } from '../faults/edits.ts'
import { changeStatus, errorMessage, mutateBody, mutateResponse } from '../faults/mutators.ts'
import { routeOf } from '../server/app.ts'
import { badRequest, conflict } from '../server/errors.ts'
import type { JsonObject } from '../server/response.ts'
import { requireImageable } from '../services/compute/actions/create-image.ts'
import { readResizeRequest } from '../services/compute/actions/resize.ts'
import { findServer } from '../services/compute/servers/lookup.ts'
import { readServerUpdate } from '../services/compute/servers/update-server.ts'
import { beginDeletion } from '../transitions/delete.ts'
import { allowsVmState, preconditions } from '../transitions/preconditions.ts'
import { durationOf } from '../transitions/transition.ts'
import { defineInterpretation } from './define-interpretation.ts'

const collection = /\/os-volume_attachments$/
const member = /\/os-volume_attachments\/[^/]+$/

/** Returns an attachment with an id other than that of its volume. */
const ownId = (attachment: JsonObject): JsonObject => ({
  ...attachment,
  id: String(attachment['volumeId']).replace(/^......../, 'a77ac4ed'),
})

/** Actions, changes of servers, images and volumes. */
export const actionInterpretations = [
  defineInterpretation(
    {
      name: 'hard-reboot-of-active-only',
      ambiguities: ['B-64'],
      description: 'A hard reboot is allowed only in ACTIVE and ERROR, as the last sentence of the section says.',
      // A server in REBOOT is active inside, and may be rebooted.
      reportedBy: {
        'servers.reboot.hard-from-shutoff': 'refused',
        'servers.reboot.hard-listed-states': 'accepted, refused',
      },
    },
    allowsVmState.overrideWhen(
      (_cloud, _server, precondition) => precondition === preconditions.hardReboot,
      (_original, _cloud, { vmState }) => vmState === 'active' || vmState === 'error',
    ),
  ),
  defineInterpretation(
    {
      name: 'resize-auto-only',
      ambiguities: ['B-50'],
      description: 'A resize is accepted only with OS-DCF:diskConfig AUTO, as the note for images of the vendor says.',
      reportedBy: { 'servers.resize.disk-config': 'AUTO' },
    },
    readResizeRequest.override((original, call, argument) => {
      const request = original(call, argument)
      findServer(call)
      if (request.diskConfig !== 'AUTO') throw badRequest('OS-DCF:diskConfig must be AUTO for this image.')
      return request
    }),
  ),
  defineInterpretation(
    {
      name: 'resize-of-active-only',
      ambiguities: ['B-67'],
      description: 'Only an ACTIVE server can be resized: the document states no precondition.',
    },
    allowsVmState.overrideWhen(
      (_cloud, _server, precondition) => precondition === preconditions.resize,
      (_original, _cloud, { vmState }) => vmState === 'active',
    ),
  ),
  defineInterpretation(
    {
      name: 'refused-state-403',
      ambiguities: ['B-110', 'B-111', 'B-66'],
      description: 'An action that the status of the server does not allow is rejected with 403 in place of 409.',
      unexpectedBy: ['status.refused-state'],
    },
    changeStatus('servers.action', 409, 403),
  ),
  defineInterpretation(
    {
      name: 'image-id-in-location-only',
      ambiguities: ['B-69', 'B-123'],
      description: 'The response to createImage has no body, only the Location header.',
      reportedBy: { 'images.create.image-id': 'no-body' },
    },
    mutateResponse('servers.action', (response) =>
      isObject(response.body) && response.body['image_id'] !== undefined ? { ...response, body: undefined } : response,
    ),
  ),
  defineInterpretation(
    {
      name: 'image-metadata-required',
      ambiguities: ['B-70'],
      description: 'createImage without metadata is rejected.',
      reportedBy: { 'images.create.metadata': 'required' },
    },
    requireImageable.override((original, call, server, fields) => {
      if (fields['metadata'] === undefined) throw badRequest("'metadata' is a required property")
      original(call, server, fields)
    }),
  ),
  defineInterpretation(
    {
      name: 'slow-image-creation',
      ambiguities: ['B-72'],
      description:
        'The server is busy for a second while an image is created, and other actions are rejected until then.',
    },
    durationOf.overrideWhen(
      (_cloud, operation) => operation === 'createImage',
      () => 1000,
    ),
  ),
  defineInterpretation(
    {
      name: 'access-ipv4-fixed',
      ambiguities: ['B-26'],
      description: 'PUT rejects accessIPv4 with 400.',
      unexpectedBy: ['servers.update.access-ipv4'],
    },
    readServerUpdate.override((original, call) => {
      const update = original(call)
      if (update.accessIPv4 !== undefined) throw badRequest('accessIPv4 cannot be changed.')
      return update
    }),
  ),
  defineInterpretation(
    {
      name: 'update-rejects-unknown-attributes',
      ambiguities: ['B-106'],
      description: 'PUT rejects attributes that cannot be changed, and a request that changes nothing.',
    },
    readServerUpdate.override((original, call) => {
      const update = original(call)
      const server = isObject(call.body) && isObject(call.body['server']) ? call.body['server'] : {}
      const keys = Object.keys(server)
      if (keys.length === 0 || keys.some((key) => !['name', 'accessIPv4', 'accessIPv6'].includes(key)))
        throw badRequest('Only the name and the access addresses can be changed.')
      return update
    }),
  ),
  defineInterpretation(
    {
      name: 'repeated-delete-conflicts',
      ambiguities: ['B-107'],
      description: 'A second DELETE of a server that is being deleted is rejected with 409.',
    },
    beginDeletion.override((original, cloud, server, at) => {
      if (server.taskState === 'deleting') throw conflict('The instance is being deleted.')
      return original(cloud, server, at)
    }),
  ),
  defineInterpretation(
    {
      name: 'attach-by-volume-path',
      ambiguities: ['B-04'],
      description:
        'Volumes are attached by POST to …/os-volume_attachments/{volumeId}, as the signature says, and nowhere else.',
      reportedBy: { 'attachments.create.path': 'volume-id' },
    },
    routeOf.overrideWhen(
      (_cloud, method, path) => method === 'POST' && (collection.test(path) || member.test(path)),
      (original, cloud, method, path) =>
        original(cloud, method, member.test(path) ? path.replace(member, '/os-volume_attachments') : `${path}/none`),
    ),
  ),
  defineInterpretation(
    {
      name: 'attachment-ids',
      ambiguities: ['B-117'],
      description: 'Attachments have ids of their own.',
      unexpectedBy: ['attachments.id-is-volume-id'],
    },
    mutateBody('attachments.list', 'volumeAttachments.*', ownId),
    mutateBody('attachments.show', 'volumeAttachment', ownId),
    mutateBody('attachments.attach', 'volumeAttachment', ownId),
  ),
  defineInterpretation(
    {
      name: 'device-null-at-attach',
      ambiguities: ['B-60'],
      description: 'device is null in the response to attach, and /dev/sdX afterwards.',
    },
    mutateBody('attachments.attach', 'volumeAttachment', fixed('device', null)),
    ...['attachments.list volumeAttachments.*', 'attachments.show volumeAttachment'].map((place) => {
      const [operation = '', path = ''] = place.split(' ')
      return mutateBody(
        operation,
        path,
        changed('device', (device) => String(device).replace('/dev/vd', '/dev/sd')),
      )
    }),
  ),
  defineInterpretation(
    {
      name: 'attached-twice-conflicts',
      ambiguities: ['B-62'],
      description: 'Attaching a volume that is in use is rejected with 409.',
      unexpectedBy: ['status.refused-request'],
    },
    mutateResponse('attachments.attach', (response, context) =>
      /^Invalid volume/.test(errorMessage(response)) ? changeStatus('*', 400, 409).change(response, context) : response,
    ),
  ),
  defineInterpretation(
    {
      name: 'slow-volumes',
      ambiguities: ['B-85', 'B-108'],
      description: 'Attaching and detaching take a second after the response.',
    },
    durationOf.overrideWhen(
      (_cloud, operation) => operation === 'attach' || operation === 'detach',
      () => 1000,
    ),
  ),
]
