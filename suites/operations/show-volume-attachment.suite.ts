/**
 * GET /servers/{serverId}/os-volume_attachments/{volumeId}: one attachment.
 */

import {
  type ApiResponse,
  assume,
  assumeSuccess,
  describe,
  hasValueMatching,
  isRejected,
  isSuccess,
  type Matcher,
  members,
  resolvePointer,
  test,
  verifies,
} from '#harness'
import { findMissingView } from '../support/attachment-views.ts'
import type { RestState } from '../support/preferred-server.ts'
import { nonexistentId } from '../support/rejections.ts'
import { hasVolume } from '../support/shown-volumes.ts'
import {
  type AttachmentPath,
  attachVolume,
  awaitAttached,
  findAttachment,
  verifyDetach,
  withVolumeAndServer,
} from '../support/volume-attachment.ts'

/**
 * The pointer to the attachment of the volume: the only one in the body, or an element of the list. A list that has those of other
 * servers, too, may have the volume twice: then it is that of the server.
 */
function attachmentPointer(response: ApiResponse, volumeId: string, serverId: string): string {
  const pointers = [...response.array('body/volumeAttachments').entries()]
    .filter(([, one]) => resolvePointer(one, 'one/volumeId') === volumeId || resolvePointer(one, 'one/id') === volumeId)
    .map(([index]) => `body/volumeAttachments/${index}`)
  const own = pointers.find((pointer) => response.string(`${pointer}/serverId`) === serverId)
  return own ?? pointers[0] ?? 'body/volumeAttachment'
}

/** The property is this id. The OpenAPI description covers one that is missing or not a string. */
const showsId = (pointer: string, id: string): Matcher =>
  hasValueMatching(pointer, id, (value) => typeof value !== 'string' || value === id)

/**
 * The attachment has a device path. It may not be shown at all, which the OpenAPI description covers, but must not be
 * null.
 */
const hasDevice =
  (volumeId: string, serverId: string): Matcher =>
  (response) =>
    hasValueMatching(
      `${attachmentPointer(response, volumeId, serverId)}/device`,
      'a path such as /dev/vdb',
      (value) => {
        return value === undefined || (typeof value === 'string' && value.startsWith('/dev/'))
      },
    )(response)

/** A list of attachments that all show their volumes. The OpenAPI description covers any other. */
const isListWithIds = (response: ApiResponse): boolean =>
  Array.isArray(response.at('body/volumeAttachments')) &&
  members(response, 'body/volumeAttachments', 'volumeId').every((id) => typeof id === 'string')

describe('GET /servers/{serverId}/os-volume_attachments/{volumeId}', () => {
  test(
    'shows an attachment by the id of its volume, with the same ids as attach and list',
    verifies(
      'attachments.show.by-volume-id',
      'attachments.server-id.own',
      'attachments.volume-id.own',
      'attachments.id-is-volume-id',
      'attachments.device',
      'attachments.create.attaches',
      'attachments.delete.detaches',
    ),
    async ({ given, compute, verify }) => {
      // The suite of the lifecycle attaches the volume to an ACTIVE server. The document names no status in which that is possible.
      let isRejectedWhenStopped = false
      const verifyIn = async (preferredState: RestState) => {
        const own = given.scope(compute)
        const verifyOf = (attachment: AttachmentPath) => verifyShown(attachment, preferredState)
        // A test that keeps one server while it waits for another may keep others waiting for good.
        await withVolumeAndServer({ given: own, compute }, verifyOf, { preferredState }).finally(() => own.cleanUp())
      }
      const verifyShown = async (attachment: AttachmentPath, state: RestState): Promise<void> => {
        const { serverId, volumeId } = attachment
        const attached = await attachVolume(compute, attachment)
        isRejectedWhenStopped = !attached.isSuccess && state === 'SHUTOFF'
        // A server error is no rejection because of the status.
        const error = attached.status >= 500 ? isSuccess(attached) : undefined
        if (isRejectedWhenStopped && error) compute.recordViolation('attachments.create.path', attached, error)
        if (isRejectedWhenStopped) return
        const message = `The volume was not attached: the response is ${attached.status}.`
        assumeSuccess(attached, message, 'attachments.create.path')
        const find = () => findAttachment(compute, attachment)
        const isInUse = await awaitAttached(compute, attachment)
        await verify('attachments.create.attaches').eventually(find, hasVolume(volumeId))
        assume(isInUse, 'The volume was not in use in time.', 'attachments.create.attaches')
        const missingView = await findMissingView(compute, attachment)
        if (!missingView) verify.complete('attachments.create.attaches')
        // A list may leave out the volumes of stopped servers. Its own suite verifies it otherwise.
        const { requirement, response: incomplete } = missingView ?? {}
        const mismatch = incomplete && isListWithIds(incomplete) ? hasVolume(volumeId)(incomplete) : undefined
        if (requirement && incomplete && mismatch) compute.recordViolation(requirement, incomplete, mismatch)
        const show = () => compute.call('showVolumeAttachment', { path: { serverId, volumeId } })

        const shown = await show()

        verify.soft('attachments.show.by-volume-id').isSuccess(shown)
        verify.complete('attachments.show.by-volume-id')
        const listed = await compute.call('listVolumeAttachments', { path: { serverId } })
        for (const response of [attached, shown, listed]) {
          const pointer = attachmentPointer(response, volumeId, serverId)
          verify.soft('attachments.server-id.own').matches(response, showsId(`${pointer}/serverId`, serverId))
          verify.soft('attachments.volume-id.own').matches(response, showsId(`${pointer}/volumeId`, volumeId))
          verify.soft('attachments.id-is-volume-id').matches(response, showsId(`${pointer}/id`, volumeId))
        }
        verify.complete('attachments.server-id.own', 'attachments.volume-id.own', 'attachments.id-is-volume-id')
        if (shown.isSuccess) {
          await verify.soft('attachments.device').eventually(show, hasDevice(volumeId, serverId))
          verify.complete('attachments.device')
        }
        // The suite of the lifecycle detaches it from an ACTIVE server.
        await verifyDetach(verify.soft('attachments.delete.detaches'), compute, attachment)
        verify.complete('attachments.delete.detaches')
        assume(missingView === undefined, missingView?.message ?? '', missingView?.requirement)
      }
      await verifyIn('SHUTOFF')
      if (isRejectedWhenStopped) await verifyIn('ACTIVE')
    },
  )

  test(
    'rejects a volume that is not attached',
    verifies('attachments.unknown-refused', 'status.not-found'),
    async ({ given, compute, verify }) => {
      const server = await given.server()

      const path = { serverId: server.id, volumeId: nonexistentId }
      const rejected = await compute.call('showVolumeAttachment', { path })

      verify('attachments.unknown-refused').isDenied(rejected, isRejected)
      verify.soft('status.not-found').hasListedStatus(rejected)
    },
  )
})
