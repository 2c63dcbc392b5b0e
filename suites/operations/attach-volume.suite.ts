/**
 * POST /servers/{serverId}/os-volume_attachments: invalid requests.
 */
import { describe, test, verifies } from '#harness'
import { nonexistentId } from '../support/rejections.ts'
import { detachAndWait } from '../support/volume-attachment.ts'

describe('POST /servers/{serverId}/os-volume_attachments', () => {
  test(
    'rejects a request without the object volumeAttachment',
    verifies('attachments.create.wrapper-required', 'status.refused-request'),
    async ({ given, compute, has, verify }) => {
      // The volume exists if possible, so that it is not the reason for a rejection.
      const volumeId = has('volume') ? await given.volume() : nonexistentId
      const { id: serverId } = await given.server({ exclusive: true })

      for (const body of [{}, { volumeId }, { volumeAttachment: null }, { volumeAttachment: volumeId }]) {
        const rejected = await compute.call('attachVolume', { path: { serverId }, body })

        if (rejected.isSuccess) await detachAndWait(compute, { serverId, volumeId })
        verify('attachments.create.wrapper-required').isRejected(rejected)
        verify.soft('status.refused-request').hasListedStatus(rejected)
      }
    },
  )

  test(
    'rejects a request without a volume id',
    verifies('attachments.create.volume-id-required', 'status.refused-request'),
    async ({ given, compute, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true })

      for (const volumeAttachment of [{}, { device: '/dev/vdz' }, { volumeId: null }, { volumeId: '' }]) {
        const rejected = await compute.call('attachVolume', { path: { serverId }, body: { volumeAttachment } })

        verify('attachments.create.volume-id-required').isRejected(rejected)
        verify.soft('status.refused-request').hasListedStatus(rejected)
      }
    },
  )

  test(
    'rejects a volume that does not exist',
    verifies('attachments.unknown-refused'),
    async ({ given, compute, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true })

      const body = { volumeAttachment: { volumeId: nonexistentId } }
      const rejected = await compute.call('attachVolume', { path: { serverId }, body })

      verify('attachments.unknown-refused').isRejected(rejected)
    },
  )
})
