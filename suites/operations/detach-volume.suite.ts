/**
 * DELETE /servers/{serverId}/os-volume_attachments/{volumeId}: a volume that is not attached.
 */
import { describe, isRejected, probes, test } from '#harness'
import { nonexistentId } from '../support/rejections.ts'

describe('DELETE /servers/{serverId}/os-volume_attachments/{volumeId}', () => {
  test(
    'rejects a volume that is not attached',
    probes('attachments.unknown-refused', 'status.not-found'),
    async ({ given, compute, verify }) => {
      // The server is exclusive, because a faulty target may apply the request to the server itself.
      const server = await given.server({ exclusive: true })

      const path = { serverId: server.id, volumeId: nonexistentId }
      const response = await compute.call('detachVolume', { path, isInvalid: true })

      verify.soft('attachments.unknown-refused').isDenied(response, isRejected)
      verify.soft('status.not-found').hasListedStatus(response)
    },
  )
})
