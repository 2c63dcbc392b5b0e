/**
 * GET /servers/{serverId}/os-volume_attachments/{volumeId}: what a client may rely on when it looks at one attachment.
 */
import {
  type ApiResponse,
  assume,
  describe,
  hasValueMatching,
  type Matcher,
  type RequirementAssertion,
  resolvePointer,
  test,
  verifies,
} from '#harness'
import {
  type AttachmentPath,
  awaitAttached,
  findAttachment,
  named,
  noVolume,
  withVolumeAndServer,
} from '../support/volume-attachment.ts'

/** Where the attachment is in an answer: alone, or in the list under its volume. */
function placeOf(response: ApiResponse, volumeId: string): string {
  const index = response
    .array('body/volumeAttachments')
    .findIndex((one) => resolvePointer(one, 'one/volumeId') === volumeId || resolvePointer(one, 'one/id') === volumeId)
  return index < 0 ? 'body/volumeAttachment' : `body/volumeAttachments/${index}`
}

/** Judges a member that has to be a certain id. One that is no string is for the contract to judge. */
function judgeId(assertion: RequirementAssertion, response: ApiResponse, pointer: string, expected: string): void {
  assertion.matches(
    response,
    hasValueMatching(pointer, expected, (value) => typeof value !== 'string' || value === expected),
  )
}

/** A device other than null, where the attachment and its device are shown: whether they are is for the contract. */
const hasDevice =
  (volumeId: string): Matcher =>
  (response) =>
    hasValueMatching(`${placeOf(response, volumeId)}/device`, 'a path such as /dev/vdb', (value) => {
      return value === undefined || (typeof value === 'string' && value.startsWith('/dev/'))
    })(response)

describe('GET /servers/{serverId}/os-volume_attachments/{volumeId}', () => {
  test(
    'shows an attachment by the id of its volume, and says the same wherever it is shown',
    verifies(
      'attachments.show.by-volume-id',
      'attachments.server-id.own',
      'attachments.volume-id.own',
      'attachments.id-is-volume-id',
      'attachments.device',
      'attachments.create.attaches',
    ),
    async ({ given, compute, target, verify, timeouts }) => {
      const stand = { given, compute, target, timeouts }
      // One that is stopped: another story attaches to one that runs.
      const stopped = { state: 'SHUTOFF' } as const
      const look = async (held: AttachmentPath) => {
        const { serverId, volumeId } = held
        const body = { volumeAttachment: { volumeId } }
        const attached = await compute.call('attachVolume', { path: { serverId }, body })
        assume(attached.isSuccess, `No volume is attached to a stopped server: ${attached.status}.`)
        const attaches = verify('attachments.create.attaches')
        await attaches.eventually(() => findAttachment(compute, held), named(volumeId, true), timeouts.attach)
        assume(await awaitAttached(stand, held), 'The volume was not in use in time.')
        const list = () => compute.call('listVolumeAttachments', { path: { serverId } })
        const show = () => compute.call('showVolumeAttachment', { path: { serverId, volumeId } })

        const shown = await show()

        verify('attachments.show.by-volume-id').isSuccess(shown)
        for (const response of [attached, shown, await list()]) {
          const place = placeOf(response, volumeId)
          judgeId(verify.soft('attachments.server-id.own'), response, `${place}/serverId`, serverId)
          judgeId(verify.soft('attachments.volume-id.own'), response, `${place}/volumeId`, volumeId)
          judgeId(verify.soft('attachments.id-is-volume-id'), response, `${place}/id`, volumeId)
        }
        await verify.soft('attachments.device').eventually(show, hasDevice(volumeId), timeouts.propagation)
      }
      await withVolumeAndServer(stand, look, stopped)
    },
  )

  test(
    'shows no volume that is not attached',
    verifies('attachments.unknown-refused', 'status.not-found'),
    async ({ given, compute, verify }) => {
      const server = await given.server()

      const refused = await compute.call('showVolumeAttachment', {
        path: { serverId: server.id, volumeId: noVolume },
      })

      verify('attachments.unknown-refused').isRejected(refused)
      verify.soft('status.not-found').hasListedStatus(refused)
    },
  )
})
