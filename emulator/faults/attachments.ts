import { notFoundPage } from '../server/response.ts'
import { defineFault } from './define-fault.ts'
import {
  acceptedIf,
  asObject,
  changed,
  type Edit,
  fixed,
  insteadOfSuccess,
  isObject,
  mutateBody,
  mutateResponse,
  renamed,
  without,
} from './mutators.ts'
import { attachedVolume, refusal, strangeId } from './responses.ts'

const inListed = (change: Edit) => mutateBody('attachments.list', 'volumeAttachments.*', change)
const inShown = (change: Edit) => mutateBody('attachments.show', 'volumeAttachment', change)
const inAttached = (change: Edit) => mutateBody('attachments.attach', 'volumeAttachment', change)

/** Defects of volume attachments. */
export const attachmentFaults = [
  defineFault(
    'attachments-list-empty',
    'attachments.list.answers',
    'The list is always empty.',
    mutateBody('attachments.list', '', fixed('volumeAttachments', [])),
  ),
  defineFault(
    'attachments-as-object',
    'attachments.list.array',
    'Attachments are no list.',
    mutateBody('attachments.list', '', asObject('volumeAttachments')),
  ),
  defineFault('attachments-limit-ignored', 'attachments.list.limit', 'A list is longer than its limit.'),
  defineFault(
    'attachments-offset-lost-beside-limit',
    'attachments.list.offset',
    'A list begins at the first whatever the offset where there is a limit too.',
  ),
  defineFault(
    'attachments-offset-ignored',
    'attachments.list.offset',
    'A list begins at the first whatever the offset.',
  ),
  defineFault(
    'attachments-bad-query-accepted',
    'attachments.bad-query-refused',
    'A malformed limit or offset is ignored.',
  ),
  defineFault(
    'attachments-device-missing',
    'attachments.device',
    'Listed attachments have no device.',
    inListed(without('device')),
  ),
  defineFault(
    'attachments-device-bare',
    'attachments.device',
    'A shown device lacks /dev/.',
    inShown(changed('device', (device) => String(device).replace('/dev/', ''))),
  ),
  defineFault('attachments-id-missing', 'attachments.id', 'Listed attachments have no id.', inListed(without('id'))),
  defineFault(
    'attachments-id-own',
    'attachments.id-is-volume-id',
    'An attachment has an id of its own.',
    inShown(fixed('id', strangeId)),
  ),
  defineFault(
    'attachments-server-id-missing',
    'attachments.server-id',
    'Listed attachments have no server.',
    inListed(without('serverId')),
  ),
  defineFault(
    'attachments-server-wrong',
    'attachments.server-id.own',
    'An attachment names another server.',
    inShown(fixed('serverId', strangeId)),
  ),
  defineFault(
    'attachments-volume-id-missing',
    'attachments.volume-id',
    'Attach does not name the volume.',
    inAttached(without('volumeId')),
  ),
  defineFault(
    'attachments-volume-wrong',
    'attachments.volume-id.own',
    'An attachment names another volume.',
    inShown(fixed('volumeId', strangeId)),
  ),
  defineFault(
    'attachments-show-missing',
    'attachments.show.by-volume-id',
    'No attachment is ever found.',
    insteadOfSuccess('attachments.show', refusal(404, 'itemNotFound', 'There is no such attachment.')),
  ),
  defineFault(
    'attachments-show-renamed',
    'attachments.show.object',
    'Show has another wrapper.',
    mutateBody('attachments.show', '', renamed('volumeAttachment', 'attachment')),
  ),
  defineFault(
    'attach-route-missing',
    'attachments.create.path',
    'Volumes cannot be attached by POST to the collection.',
    insteadOfSuccess('attachments.attach', notFoundPage),
  ),
  defineFault(
    'attach-renamed',
    'attachments.create.object',
    'Attach has another wrapper.',
    mutateBody('attachments.attach', '', renamed('volumeAttachment', 'attachment')),
  ),
  defineFault(
    'attach-wrapper-optional',
    'attachments.create.wrapper-required',
    'A request without its wrapper is accepted.',
    acceptedIf('attachments.attach', attachedVolume, (body) => isObject(body) && !('volumeAttachment' in body)),
  ),
  defineFault(
    'attach-volume-id-optional',
    'attachments.create.volume-id-required',
    'A request without a volume is accepted.',
    acceptedIf(
      'attachments.attach',
      attachedVolume,
      (body) => isObject(body) && isObject(body['volumeAttachment']) && !('volumeId' in body['volumeAttachment']),
    ),
  ),
  defineFault(
    'attach-volume-id-null-accepted',
    'attachments.create.volume-id-required',
    'The volume of a request may be null.',
    acceptedIf(
      'attachments.attach',
      attachedVolume,
      (body) => isObject(body) && isObject(body['volumeAttachment']) && body['volumeAttachment']['volumeId'] === null,
    ),
  ),
  defineFault('attach-does-nothing', 'attachments.create.attaches', 'Attaching changes nothing.'),
  defineFault(
    'attach-twice-accepted',
    'attachments.create.twice-refused',
    'A volume that is attached can be attached again.',
  ),
  defineFault('attach-accepts-unknown', 'attachments.unknown-refused', 'A volume that does not exist is attached.'),
  defineFault(
    'detach-twice-accepted',
    'attachments.unknown-refused',
    'A volume that is attached to nothing can be detached.',
  ),
  defineFault('detach-does-nothing', 'attachments.delete.detaches', 'A detached volume stays.'),
  defineFault(
    'detach-answers-body',
    'attachments.delete.empty-body',
    'The answer to a detach has a body.',
    mutateResponse('attachments.detach', (response) =>
      response.status === 202 ? { ...response, body: { volumeAttachment: null } } : response,
    ),
  ),
]
