import { notFoundPage } from '../reply.ts'
import { attachedVolume, refusal, strangeId } from './answers.ts'
import {
  acceptedIf,
  asObject,
  changed,
  type Edit,
  fixed,
  inBody,
  inReply,
  insteadOfSuccess,
  isObject,
  renamed,
  without,
} from './edits.ts'
import { row } from './fault.ts'

const inListed = (change: Edit) => inBody('attachments.list', 'volumeAttachments.*', change)
const inShown = (change: Edit) => inBody('attachments.show', 'volumeAttachment', change)
const inAttached = (change: Edit) => inBody('attachments.attach', 'volumeAttachment', change)

/** Defects of volume attachments. */
export const attachmentFaults = [
  row(
    'attachments-list-empty',
    'attachments.list.answers',
    'The list is always empty.',
    inBody('attachments.list', '', fixed('volumeAttachments', [])),
  ),
  row(
    'attachments-as-object',
    'attachments.list.array',
    'Attachments are no list.',
    inBody('attachments.list', '', asObject('volumeAttachments')),
  ),
  row('attachments-limit-ignored', 'attachments.list.limit', 'A list is longer than its limit.'),
  row(
    'attachments-offset-lost-beside-limit',
    'attachments.list.offset',
    'A list begins at the first whatever the offset where there is a limit too.',
  ),
  row('attachments-offset-ignored', 'attachments.list.offset', 'A list begins at the first whatever the offset.'),
  row('attachments-bad-query-accepted', 'attachments.bad-query-refused', 'A malformed limit or offset is ignored.'),
  row(
    'attachments-device-missing',
    'attachments.device',
    'Listed attachments have no device.',
    inListed(without('device')),
  ),
  row(
    'attachments-device-bare',
    'attachments.device',
    'A shown device lacks /dev/.',
    inShown(changed('device', (device) => String(device).replace('/dev/', ''))),
  ),
  row('attachments-id-missing', 'attachments.id', 'Listed attachments have no id.', inListed(without('id'))),
  row(
    'attachments-id-own',
    'attachments.id-is-volume-id',
    'An attachment has an id of its own.',
    inShown(fixed('id', strangeId)),
  ),
  row(
    'attachments-server-id-missing',
    'attachments.server-id',
    'Listed attachments have no server.',
    inListed(without('serverId')),
  ),
  row(
    'attachments-server-wrong',
    'attachments.server-id.own',
    'An attachment names another server.',
    inShown(fixed('serverId', strangeId)),
  ),
  row(
    'attachments-volume-id-missing',
    'attachments.volume-id',
    'Attach does not name the volume.',
    inAttached(without('volumeId')),
  ),
  row(
    'attachments-volume-wrong',
    'attachments.volume-id.own',
    'An attachment names another volume.',
    inShown(fixed('volumeId', strangeId)),
  ),
  row(
    'attachments-show-missing',
    'attachments.show.by-volume-id',
    'No attachment is ever found.',
    insteadOfSuccess('attachments.show', refusal(404, 'itemNotFound', 'There is no such attachment.')),
  ),
  row(
    'attachments-show-renamed',
    'attachments.show.object',
    'Show has another wrapper.',
    inBody('attachments.show', '', renamed('volumeAttachment', 'attachment')),
  ),
  row(
    'attach-route-missing',
    'attachments.create.path',
    'Volumes cannot be attached by POST to the collection.',
    insteadOfSuccess('attachments.attach', notFoundPage),
  ),
  row(
    'attach-renamed',
    'attachments.create.object',
    'Attach has another wrapper.',
    inBody('attachments.attach', '', renamed('volumeAttachment', 'attachment')),
  ),
  row(
    'attach-wrapper-optional',
    'attachments.create.wrapper-required',
    'A request without its wrapper is accepted.',
    acceptedIf('attachments.attach', attachedVolume, (body) => isObject(body) && !('volumeAttachment' in body)),
  ),
  row(
    'attach-volume-id-optional',
    'attachments.create.volume-id-required',
    'A request without a volume is accepted.',
    acceptedIf(
      'attachments.attach',
      attachedVolume,
      (body) => isObject(body) && isObject(body['volumeAttachment']) && !('volumeId' in body['volumeAttachment']),
    ),
  ),
  row(
    'attach-volume-id-null-accepted',
    'attachments.create.volume-id-required',
    'The volume of a request may be null.',
    acceptedIf(
      'attachments.attach',
      attachedVolume,
      (body) => isObject(body) && isObject(body['volumeAttachment']) && body['volumeAttachment']['volumeId'] === null,
    ),
  ),
  row('attach-does-nothing', 'attachments.create.attaches', 'Attaching changes nothing.'),
  row('attach-twice-accepted', 'attachments.create.twice-refused', 'A volume that is attached can be attached again.'),
  row('attach-accepts-unknown', 'attachments.unknown-refused', 'A volume that does not exist is attached.'),
  row('detach-twice-accepted', 'attachments.unknown-refused', 'A volume that is attached to nothing can be detached.'),
  row('detach-does-nothing', 'attachments.delete.detaches', 'A detached volume stays.'),
  row(
    'detach-answers-body',
    'attachments.delete.empty-body',
    'The answer to a detach has a body.',
    inReply('attachments.detach', (reply) =>
      reply.status === 202 ? { ...reply, body: { volumeAttachment: null } } : reply,
    ),
  ),
]
