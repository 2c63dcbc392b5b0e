import { isDeepStrictEqual } from 'node:util'
import { notFoundPage } from '../server/response.ts'
import { findAttachableVolume, readAttachmentSlice, serversToList } from '../services/compute/servers/attachments.ts'
import type { OperationCall } from '../services/operation.ts'
import { attachVolume, detachVolume } from '../transitions/devices.ts'
import { defineFault, defineStatefulFault } from './define-fault.ts'
import { isObject } from './edits.ts'
import { acceptDespite, acceptIf, errorMessage, insteadOfSuccess, mutateResponse } from './mutators.ts'
import { acceptedResponse, attachedVolume, errorResponse } from './responses.ts'

const hasLimit = ({ query }: OperationCall) => Number(query.get('limit')) > 0

const isEmpty = (body: unknown): boolean => isObject(body) && isDeepStrictEqual(body, { volumeAttachments: [] })

/** Returns the object in the body of an attach request; undefined for a body without one. */
function requestedAttachment(body: unknown) {
  const attachment = isObject(body) ? body['volumeAttachment'] : undefined
  return isObject(attachment) ? attachment : undefined
}

/** Faults of how attachments are listed, and of how volumes are attached and detached. */
export const attachmentRequestFaults = [
  defineFault(
    'attachments-of-all-servers',
    'attachments.list.answers',
    'The list has the attachments of all servers of the tenant.',
    serversToList.override((original, call) => {
      const own = original(call)
      return [...own, ...call.cloud.servers.of(call.user.tenant.id).filter((server) => !own.includes(server))]
    }),
  ),
  defineFault(
    'attachments-none-not-found',
    'attachments.list.answers',
    'A page of attachments beyond the end of the list is 404.',
    mutateResponse('attachments.list', (response, { request }) => {
      const isBeyondEnd = Number(new URL(request.url).searchParams.get('offset')) > 0 && isEmpty(response.body)
      return isBeyondEnd ? errorResponse(404, 'itemNotFound', 'There are no attachments.') : response
    }),
  ),
  defineFault(
    'attachments-limit-ignored',
    'attachments.list.limit',
    'A list of attachments is longer than its limit.',
    readAttachmentSlice.override((original, call) => ({ ...original(call), limit: Number.POSITIVE_INFINITY })),
  ),
  defineFault(
    'attachments-offset-lost-beside-limit',
    'attachments.list.offset',
    'The offset of a list of attachments is ignored when the request has a limit too.',
    readAttachmentSlice.overrideWhen(hasLimit, (original, call) => ({ ...original(call), offset: 0 })),
  ),
  defineFault(
    'attachments-offset-ignored',
    'attachments.list.offset',
    'The offset of a list of attachments is ignored.',
    readAttachmentSlice.override((original, call) => ({ ...original(call), offset: 0 })),
  ),
  defineFault(
    'attachments-offset-one-more',
    'attachments.list.offset',
    'The offset of a list skips one attachment too many.',
    readAttachmentSlice.override((original, call) => {
      const { offset, limit } = original(call)
      return { offset: offset === 0 ? 0 : offset + 1, limit }
    }),
  ),
  defineFault(
    'attachments-bad-query-accepted',
    'attachments.bad-query-refused',
    'A malformed limit or offset of a list of attachments is ignored.',
    readAttachmentSlice.insteadOfRejection(() => ({ offset: 0, limit: Number.POSITIVE_INFINITY })),
  ),
  defineFault(
    'attach-route-missing',
    'attachments.create.path',
    'Volumes cannot be attached by POST to the collection.',
    insteadOfSuccess('attachments.attach', notFoundPage),
  ),
  defineFault(
    'attach-wrapper-optional',
    'attachments.create.wrapper-required',
    'An attach request without its wrapper is accepted.',
    acceptIf('attachments.attach', attachedVolume, (body) => isObject(body) && !('volumeAttachment' in body)),
  ),
  defineFault(
    'attach-volume-id-optional',
    'attachments.create.volume-id-required',
    'An attach request without a volume is accepted.',
    acceptIf('attachments.attach', attachedVolume, (body) => {
      const attachment = requestedAttachment(body)
      return attachment !== undefined && !('volumeId' in attachment)
    }),
  ),
  defineFault(
    'attach-volume-id-null-accepted',
    'attachments.create.volume-id-required',
    'An attach request whose volume is null is accepted.',
    acceptIf('attachments.attach', attachedVolume, (body) => requestedAttachment(body)?.['volumeId'] === null),
  ),
  defineFault(
    'attach-does-nothing',
    'attachments.create.attaches',
    'An attach request is accepted but has no effect.',
    attachVolume.override(() => undefined),
  ),
  defineFault(
    'attach-to-stopped-in-vain',
    'attachments.create.attaches',
    'An attach request for a stopped server is accepted but has no effect.',
    attachVolume.overrideWhen(
      (_cloud, { vmState }) => vmState === 'stopped',
      () => undefined,
    ),
  ),
  defineFault(
    'attach-twice-accepted',
    'attachments.create.twice-refused',
    'An attached volume can be attached again.',
    findAttachableVolume.overrideWhen(
      ({ cloud, user }, volumeId) => {
        const volume = cloud.volumes.get(volumeId)
        return volume?.tenantId === user.tenant.id && volume.status !== 'available'
      },
      (original, call, volumeId) => call.cloud.volumes.get(volumeId) ?? original(call, volumeId),
    ),
  ),
  defineStatefulFault(
    'attach-to-second-server-accepted',
    'attachments.create.twice-refused',
    'An attach request for a volume that another server uses is accepted but has no effect.',
    () => {
      const firstPaths = new Map<unknown, string>()
      const acceptForOthers = mutateResponse('attachments.attach', (response, { request, body }) => {
        const { pathname } = new URL(request.url)
        const volumeId = requestedAttachment(body)?.['volumeId']
        if (response.status < 300) firstPaths.set(volumeId, pathname)
        const isInUse = /^Invalid volume: .* is in-use/.test(errorMessage(response))
        return isInUse && firstPaths.get(volumeId) !== pathname ? attachedVolume({ request, body }) : response
      })
      return [acceptForOthers]
    },
  ),
  defineFault(
    'attach-accepts-unknown',
    'attachments.unknown-refused',
    'An attach request for a volume that does not exist is accepted.',
    acceptDespite('attachments.attach', attachedVolume, /^Volume .* could not be found\.$/),
  ),
  defineFault(
    'detach-twice-accepted',
    'attachments.unknown-refused',
    'A detach request for a volume that is not attached is accepted.',
    acceptDespite('attachments.detach', acceptedResponse, /is not attached to volume/),
  ),
  defineFault(
    'detach-does-nothing',
    'attachments.delete.detaches',
    'A detach request is accepted but has no effect.',
    detachVolume.override(() => undefined),
  ),
  defineFault(
    'detach-from-stopped-in-vain',
    'attachments.delete.detaches',
    'A detach request for a stopped server is accepted but has no effect.',
    detachVolume.overrideWhen(
      (_cloud, { vmState }) => vmState === 'stopped',
      () => undefined,
    ),
  ),
  defineFault(
    'detach-answers-body',
    'attachments.delete.empty-body',
    'The response to a detach request has a body.',
    mutateResponse('attachments.detach', (response) =>
      response.status === 202 ? { ...response, body: { volumeAttachment: null } } : response,
    ),
  ),
]
