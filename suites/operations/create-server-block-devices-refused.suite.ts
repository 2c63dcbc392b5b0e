/**
 * POST /servers: what a client may rely on when it describes disks that a server cannot have.
 */
import { describe, test, verifies } from '#harness'
import { rejectedAsBadRequest } from '../support/rejection-status.ts'

describe('POST /servers, impossible block devices', () => {
  test(
    'demands a block device for a flavor without a disk',
    verifies('servers.create.block-device-required'),
    async ({ given, draft, budget, must }) => {
      const body = draft.server('diskless', { block_device_mapping_v2: undefined })

      const answer = await given.tryCreateServer(body)

      await must('servers.create.block-device-required').isRejectedOrFails(answer, budget.create)
    },
  )

  test(
    'refuses a source that does not exist',
    verifies('servers.create.source-type', 'status.refused-request'),
    async ({ given, draft, should }) => {
      const block_device_mapping_v2 = [draft.rootVolume({ source_type: 'tape' })]

      const answer = await given.tryCreateServer(draft.server('tape', { block_device_mapping_v2 }))

      should('servers.create.source-type').isRejected(answer)
      should('status.refused-request').matches(answer, rejectedAsBadRequest)
    },
  )

  test(
    'refuses a destination that does not exist',
    verifies('servers.create.destination-type', 'status.refused-request'),
    async ({ given, draft, should }) => {
      const block_device_mapping_v2 = [draft.rootVolume({ destination_type: 'drawer' })]

      const answer = await given.tryCreateServer(draft.server('drawer', { block_device_mapping_v2 }))

      should('servers.create.destination-type').isRejected(answer)
      should('status.refused-request').matches(answer, rejectedAsBadRequest)
    },
  )

  test(
    'refuses a root made from an image that is not named',
    verifies('servers.create.block-device-uuid', 'status.refused-request'),
    async ({ given, draft, should }) => {
      const block_device_mapping_v2 = [draft.rootVolume({ uuid: undefined })]

      const answer = await given.tryCreateServer(draft.server('no-uuid', { block_device_mapping_v2 }))

      should('servers.create.block-device-uuid').isRejected(answer)
      should('status.refused-request').matches(answer, rejectedAsBadRequest)
    },
  )

  test(
    'makes nothing of a root volume that is too small for any system',
    verifies('servers.create.root-disk-minimum'),
    async ({ given, draft, budget, must }) => {
      const block_device_mapping_v2 = [draft.rootVolume({ volume_size: 9 })]

      const answer = await given.tryCreateServer(draft.server('small', { block_device_mapping_v2 }))

      await must('servers.create.root-disk-minimum').isRejectedOrFails(answer, budget.create)
    },
  )

  test(
    'makes nothing of a root volume that is larger than any other',
    verifies('servers.create.root-disk-maximum'),
    async ({ given, draft, budget, must }) => {
      const block_device_mapping_v2 = [draft.rootVolume({ volume_size: 2_049 })]

      const answer = await given.tryCreateServer(draft.server('large', { block_device_mapping_v2 }))

      await must('servers.create.root-disk-maximum').isRejectedOrFails(answer, budget.create)
    },
  )
})
