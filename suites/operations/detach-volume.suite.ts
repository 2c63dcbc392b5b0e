/**
 * DELETE /servers/{serverId}/os-volume_attachments/{volumeId}: a volume that is not attached.
 */
import { describe, test, verifies } from '#harness'
import { nonexistentId } from '../support/rejections.ts'

describe('DELETE /servers/{serverId}/os-volume_attachments/{volumeId}', () => {
  test(
    'rejects a volume that is not attached',
    verifies('attachments.unknown-refused', 'status.not-found'),
    async ({ given, compute, verify }) => {
      const server = await given.server()

      const path = { serverId: server.id, volumeId: nonexistentId }
      const rejected = await compute.call('detachVolume', { path })

      verify('attachments.unknown-refused').isRejected(rejected)
      verify.soft('status.not-found').hasListedStatus(rejected)
    },
  )
})
