import { defineFault } from './define-fault.ts'
import { asObject, changed, type Edit, fixed, renamed, without } from './edits.ts'
import { insteadOfSuccess, mutateBody } from './mutators.ts'
import { errorResponse, nonexistentId } from './responses.ts'

const inList = (edit: Edit) => mutateBody('attachments.list', '', edit)
const inListed = (edit: Edit) => mutateBody('attachments.list', 'volumeAttachments.*', edit)
const inShown = (edit: Edit) => mutateBody('attachments.show', 'volumeAttachment', edit)
const inAttached = (edit: Edit) => mutateBody('attachments.attach', 'volumeAttachment', edit)

/** Faults of the representation of volume attachments. */
export const attachmentFieldFaults = [
  defineFault(
    'attachments-list-empty',
    'attachments.list.answers',
    'The list of attachments is always empty.',
    inList(fixed('volumeAttachments', [])),
  ),
  defineFault(
    'attachments-as-object',
    'attachments.list.array',
    'The attachments are in an object instead of an array.',
    inList(asObject('volumeAttachments')),
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
    'The device of a shown attachment lacks /dev/.',
    inShown(changed('device', (device) => String(device).replace('/dev/', ''))),
  ),
  defineFault('attachments-id-missing', 'attachments.id', 'Listed attachments have no id.', inListed(without('id'))),
  defineFault(
    'attachments-id-own',
    'attachments.id-is-volume-id',
    'An attachment has an id that is not the id of its volume.',
    inShown(fixed('id', nonexistentId)),
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
    'A shown attachment has the id of another server.',
    inShown(fixed('serverId', nonexistentId)),
  ),
  defineFault(
    'attachments-volume-id-missing',
    'attachments.volume-id',
    'A new attachment has no volume.',
    inAttached(without('volumeId')),
  ),
  defineFault(
    'attachments-volume-wrong',
    'attachments.volume-id.own',
    'A shown attachment has the id of another volume.',
    inShown(fixed('volumeId', nonexistentId)),
  ),
  defineFault(
    'attachments-show-missing',
    'attachments.show.by-volume-id',
    'No attachment can be shown: the response is 404.',
    insteadOfSuccess('attachments.show', errorResponse(404, 'itemNotFound', 'There is no such attachment.')),
  ),
  defineFault(
    'attachments-show-renamed',
    'attachments.show.object',
    'The wrapper of a shown attachment has another name.',
    mutateBody('attachments.show', '', renamed('volumeAttachment', 'attachment')),
  ),
  defineFault(
    'attach-renamed',
    'attachments.create.object',
    'The wrapper of a new attachment has another name.',
    mutateBody('attachments.attach', '', renamed('volumeAttachment', 'attachment')),
  ),
]
