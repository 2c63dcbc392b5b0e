/**
 * POST /servers/{serverId}/os-volume_attachments: invalid requests.
 */
import { type ApiResponse, describe, isRejected, probes, test } from '#harness'
import { nonexistentId } from '../support/rejections.ts'
import { hasVolume } from '../support/shown-volumes.ts'
import {
  attach,
  attachInvalid,
  detachAndWait,
  findAttachment,
  withVolumeAndServer,
} from '../support/volume-attachment.ts'

describe('POST /servers/{serverId}/os-volume_attachments', () => {
  test(
    'rejects a request without the object volumeAttachment',
    probes('attachments.create.wrapper-required', 'status.refused-request'),
    async ({ given, compute, has, verify }) => {
      // The volume exists if possible, so that it is not the reason for a rejection.
      const volumeId = has('volume') ? await given.volume() : nonexistentId
      const { id: serverId } = await given.server({ exclusive: true })
      const path = { serverId, volumeId }
      const responses: ApiResponse[] = []

      for (const body of [{}, { volumeId }, { volumeAttachment: null }, { volumeAttachment: volumeId }]) {
        const response = await attachInvalid(compute, path, body)
        if (response.isSuccess) await detachAndWait(compute, path)
        responses.push(response)
      }

      for (const response of responses) {
        verify.soft('attachments.create.wrapper-required').isRejected(response)
        verify.soft('status.refused-request').hasListedStatus(response)
      }
    },
  )

  test(
    'rejects a request without a volume id',
    probes('attachments.create.volume-id-required', 'status.refused-request'),
    async ({ given, compute, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true })
      const path = { serverId, volumeId: nonexistentId }

      for (const volumeAttachment of [{}, { device: '/dev/vdz' }, { volumeId: null }, { volumeId: '' }]) {
        const response = await attachInvalid(compute, path, { volumeAttachment })

        verify.soft('attachments.create.volume-id-required').isRejected(response)
        verify.soft('status.refused-request').hasListedStatus(response)
      }
    },
  )

  test(
    'rejects a volume that does not exist',
    probes('attachments.unknown-refused'),
    async ({ given, compute, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true })
      const path = { serverId, volumeId: nonexistentId }

      const response = await attachInvalid(compute, path, { volumeAttachment: { volumeId: nonexistentId } })

      verify('attachments.unknown-refused').isDenied(response, isRejected)
    },
  )

  test(
    'rejects a volume that is attached to another server',
    probes('attachments.create.twice-refused', 'attachments.unknown-refused'),
    async ({ given, compute, verify }) => {
      await withVolumeAndServer({ given, compute }, async (attachment) => {
        const { volumeId } = attachment
        await attach(compute, attachment)
        const other = { serverId: (await given.server({ exclusive: true })).id, volumeId }

        const response = await attachInvalid(compute, other, { volumeAttachment: { volumeId } })

        // Not waiting for the volume, which the first server still uses.
        if (response.isSuccess) await compute.withPhase('cleanup').call('detachVolume', { path: other })
        verify('attachments.create.twice-refused').hasListedStatus(response)
        // The attachment is known to the target, but as one of the first server.
        for (const operation of ['showVolumeAttachment', 'detachVolume'] as const) {
          const asIfItsOwn = await compute.call(operation, { path: other, isInvalid: true })
          verify('attachments.unknown-refused').isDenied(asIfItsOwn, isRejected)
        }
        // A request that is rejected has no effect.
        const unknown = { serverId: attachment.serverId, volumeId: nonexistentId }
        await attachInvalid(compute, unknown, { volumeAttachment: { volumeId: nonexistentId } })
        await compute.call('detachVolume', { path: unknown, isInvalid: true })
        const find = () => findAttachment(compute, attachment)
        await verify('attachments.unknown-refused').eventually(find, hasVolume(volumeId))
      })
    },
  )
})
