/**
 * POST /servers/{serverId}/os-volume_attachments: which requests a client may not make.
 */
import { describe, test, verifies } from '#harness'
import { detachAndWait, noVolume } from '../support/volume-attachment.ts'

describe('POST /servers/{serverId}/os-volume_attachments', () => {
  test(
    'refuses a request without the object volumeAttachment',
    verifies('attachments.create.wrapper-required', 'status.refused-request'),
    async ({ given, compute, target, has, verify, timeouts }) => {
      // A volume that exists: an unknown one would be refused for being unknown.
      const volumeId = has('volume') ? await given.volume() : noVolume
      const { id: serverId } = await given.server({ exclusive: true })

      for (const body of [{}, { volumeId }, { volumeAttachment: null }, { volumeAttachment: volumeId }]) {
        const refused = await compute.call('attachVolume', { path: { serverId }, body })

        if (refused.isSuccess) await detachAndWait({ compute, target, timeouts }, { serverId, volumeId })
        verify('attachments.create.wrapper-required').isRejected(refused)
        verify.soft('status.refused-request').hasListedStatus(refused)
      }
    },
  )

  test(
    'refuses a request without a volume id',
    verifies('attachments.create.volume-id-required', 'status.refused-request'),
    async ({ given, compute, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true })

      for (const volumeAttachment of [{}, { device: '/dev/vdz' }, { volumeId: null }, { volumeId: '' }]) {
        const refused = await compute.call('attachVolume', { path: { serverId }, body: { volumeAttachment } })

        verify('attachments.create.volume-id-required').isRejected(refused)
        verify.soft('status.refused-request').hasListedStatus(refused)
      }
    },
  )

  test(
    'refuses a volume that does not exist',
    verifies('attachments.unknown-refused'),
    async ({ given, compute, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true })

      const refused = await compute.call('attachVolume', {
        path: { serverId },
        body: { volumeAttachment: { volumeId: noVolume } },
      })

      verify('attachments.unknown-refused').isRejected(refused)
    },
  )
})
