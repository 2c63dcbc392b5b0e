/**
 * DELETE /servers/{serverId}/os-volume_attachments/{volumeId}: what a client may rely on when there is nothing to detach.
 */
import { describe, test, verifies } from '#harness'
import { noVolume } from '../support/volume-attachment.ts'

describe('DELETE /servers/{serverId}/os-volume_attachments/{volumeId}', () => {
  test(
    'detaches no volume that is not attached',
    verifies('attachments.unknown-refused', 'status.not-found'),
    async ({ given, compute, verify }) => {
      const server = await given.server()

      const refused = await compute.call('detachVolume', { path: { serverId: server.id, volumeId: noVolume } })

      verify('attachments.unknown-refused').isRejected(refused)
      verify.soft('status.not-found').hasListedStatus(refused)
    },
  )
})
