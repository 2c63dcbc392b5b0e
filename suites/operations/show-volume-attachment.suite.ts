/**
 * GET /servers/{serverId}/os-volume_attachments/{volumeId}: one attachment.
 */

import {
  type ApiResponse,
  assume,
  assumeSuccess,
  type ComputeClient,
  describe,
  hasValueMatching,
  isRejected,
  isSuccess,
  type Matcher,
  members,
  resolvePointer,
  test,
  type Verify,
  verifies,
} from '#harness'
import { findMissingView, type MissingView } from '../support/attachment-views.ts'
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

/** The fixtures of a test that verifies an attachment. */
interface AttachmentFixtures {
  readonly compute: ComputeClient
  readonly verify: Verify
}

/**
 * Returns the pointer to the attachment of the volume: the only one in the body, or an element of the list. If the list has the volume
 * twice, because it includes the attachments of other servers, the pointer leads to the one of this server.
 */
function attachmentPointer(response: ApiResponse, { serverId, volumeId }: AttachmentPath): string {
  const pointers = [...response.array('body/volumeAttachments').entries()]
    .filter(([, one]) => resolvePointer(one, 'one/volumeId') === volumeId || resolvePointer(one, 'one/id') === volumeId)
    .map(([index]) => `body/volumeAttachments/${index}`)
  const own = pointers.find((pointer) => response.string(`${pointer}/serverId`) === serverId)
  return own ?? pointers[0] ?? 'body/volumeAttachment'
}

/** Matches a response with this id at the pointer. The OpenAPI description covers one that is missing or not a string. */
const showsId = (pointer: string, id: string): Matcher =>
  hasValueMatching(pointer, id, (value) => typeof value !== 'string' || value === id)

const isDevicePath = (value: unknown): boolean => typeof value === 'string' && value.startsWith('/dev/')

/** Matches an attachment with a device path. The OpenAPI description covers a missing device; null is a mismatch. */
const hasDevice =
  (attachment: AttachmentPath): Matcher =>
  (response) => {
    const pointer = `${attachmentPointer(response, attachment)}/device`
    const isAccepted = (value: unknown) => value === undefined || isDevicePath(value)
    return hasValueMatching(pointer, 'a path such as /dev/vdb', isAccepted)(response)
  }

/** Tells whether a response is a list of attachments that all show their volumes. The OpenAPI description covers any other. */
const isListWithIds = (response: ApiResponse): boolean =>
  Array.isArray(response.at('body/volumeAttachments')) &&
  members(response, 'body/volumeAttachments', 'volumeId').every((id) => typeof id === 'string')

/** Records a list that leaves out the volume: it may leave out only volumes of stopped servers. Its own suite verifies it otherwise. */
function recordIfLeftOut(compute: ComputeClient, { volumeId }: AttachmentPath, missing: MissingView | undefined): void {
  const { requirement, response } = missing ?? {}
  const mismatch = response && isListWithIds(response) ? hasVolume(volumeId)(response) : undefined
  if (requirement && response && mismatch) compute.recordViolation(requirement, response, mismatch)
}

/**
 * Waits until the volume is attached, and verifies `attachments.create.attaches`. Returns a response that must show the attachment and does
 * not.
 * @throws InconclusiveError when the request was rejected, or the volume is not in use in time
 */
async function verifyAttaches(
  { compute, verify }: AttachmentFixtures,
  attachment: AttachmentPath,
  attached: ApiResponse,
): Promise<MissingView | undefined> {
  const message = `The volume was not attached: the response is ${attached.status}.`
  assumeSuccess(attached, message, 'attachments.create.path')
  const find = () => findAttachment(compute, attachment)
  const isInUse = await awaitAttached(compute, attachment)
  await verify('attachments.create.attaches').eventually(find, hasVolume(attachment.volumeId))
  assume(isInUse, 'The volume was not in use in time.', 'attachments.create.attaches')
  const missing = await findMissingView(compute, attachment)
  if (!missing) verify.complete('attachments.create.attaches')
  recordIfLeftOut(compute, attachment, missing)
  return missing
}

/** Verifies that each of the responses has the ids of the server and of the volume. */
function verifyIds(verify: Verify, attachment: AttachmentPath, responses: readonly ApiResponse[]): void {
  const { serverId, volumeId } = attachment
  for (const response of responses) {
    const pointer = attachmentPointer(response, attachment)
    verify.soft('attachments.server-id.own').matches(response, showsId(`${pointer}/serverId`, serverId))
    verify.soft('attachments.volume-id.own').matches(response, showsId(`${pointer}/volumeId`, volumeId))
    verify.soft('attachments.id-is-volume-id').matches(response, showsId(`${pointer}/id`, volumeId))
  }
  verify.complete('attachments.server-id.own', 'attachments.volume-id.own', 'attachments.id-is-volume-id')
}

/**
 * Attaches the volume, shows the attachment and detaches the volume. Returns false for an attachment that was rejected although the server
 * was stopped: then the status may be the reason.
 */
async function verifyAttachment(
  { compute, verify }: AttachmentFixtures,
  attachment: AttachmentPath,
  state: RestState,
): Promise<boolean> {
  const { serverId, volumeId } = attachment
  const attached = await attachVolume(compute, attachment)
  if (!attached.isSuccess && state === 'SHUTOFF') {
    // A server error is not a rejection because of the status.
    const error = attached.status >= 500 ? isSuccess(attached) : undefined
    if (error) compute.recordViolation('attachments.create.path', attached, error)
    return false
  }
  const missing = await verifyAttaches({ compute, verify }, attachment, attached)
  const show = () => compute.call('showVolumeAttachment', { path: { serverId, volumeId } })

  const shown = await show()

  verify.soft('attachments.show.by-volume-id').isSuccess(shown)
  verify.complete('attachments.show.by-volume-id')
  const listed = await compute.call('listVolumeAttachments', { path: { serverId } })
  verifyIds(verify, attachment, [attached, shown, listed])
  if (shown.isSuccess) {
    await verify.soft('attachments.device').eventually(show, hasDevice(attachment))
    verify.complete('attachments.device')
  }
  // The suite of the lifecycle detaches it from an ACTIVE server.
  await verifyDetach(verify.soft('attachments.delete.detaches'), compute, attachment)
  verify.complete('attachments.delete.detaches')
  assume(missing === undefined, missing?.message ?? '', missing?.requirement)
  return true
}

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
      const verifyIn = async (preferredState: RestState): Promise<boolean> => {
        const own = given.scope(compute)
        let isAttachable = true
        const use = async (attachment: AttachmentPath) => {
          isAttachable = await verifyAttachment({ compute, verify }, attachment, preferredState)
        }
        // A test that keeps one server while it waits for another could cause a deadlock.
        await withVolumeAndServer({ given: own, compute }, use, { preferredState }).finally(() => own.cleanUp())
        return isAttachable
      }

      // The suite of the lifecycle attaches the volume to an ACTIVE server. The document names no status in which that is possible.
      if (!(await verifyIn('SHUTOFF'))) await verifyIn('ACTIVE')
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
      verify.complete('status.not-found')
      // A target may reject an id that is not a UUID with another status.
      const malformed = { serverId: server.id, volumeId: 'no-such-volume' }
      const other = await compute.call('showVolumeAttachment', { path: malformed })
      verify('attachments.unknown-refused').isDenied(other, isRejected)
    },
  )
})
