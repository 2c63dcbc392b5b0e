/**
 * POST /servers: what a client may rely on when it describes disks that a server cannot have.
 */
import { describe, test, verifies } from '#harness'
import { rejectedAsBadRequest } from '../support/rejection-status.ts'

describe('POST /servers, impossible block devices', () => {
  test(
    'demands a block device for a flavor without a disk',
    verifies('servers.create.block-device-required'),
    async ({ given, build, timeouts, verify }) => {
      const body = build.server('diskless', { block_device_mapping_v2: undefined })

      const response = await given.tryCreateServer(body)

      await verify('servers.create.block-device-required').isRejectedOrFails(response, timeouts.create)
    },
  )

  test(
    'refuses a source that does not exist',
    verifies('servers.create.source-type', 'status.refused-request'),
    async ({ given, build, verify }) => {
      const block_device_mapping_v2 = [build.rootVolume({ source_type: 'tape' })]

      const response = await given.tryCreateServer(build.server('tape', { block_device_mapping_v2 }))

      verify.soft('servers.create.source-type').isRejected(response)
      verify.soft('status.refused-request').matches(response, rejectedAsBadRequest)
    },
  )

  test(
    'refuses a destination that does not exist',
    verifies('servers.create.destination-type', 'status.refused-request'),
    async ({ given, build, verify }) => {
      const block_device_mapping_v2 = [build.rootVolume({ destination_type: 'drawer' })]

      const response = await given.tryCreateServer(build.server('drawer', { block_device_mapping_v2 }))

      verify.soft('servers.create.destination-type').isRejected(response)
      verify.soft('status.refused-request').matches(response, rejectedAsBadRequest)
    },
  )

  test(
    'refuses a root made from an image that is not named',
    verifies('servers.create.block-device-uuid', 'status.refused-request'),
    async ({ given, build, verify }) => {
      const block_device_mapping_v2 = [build.rootVolume({ uuid: undefined })]

      const response = await given.tryCreateServer(build.server('no-uuid', { block_device_mapping_v2 }))

      verify.soft('servers.create.block-device-uuid').isRejected(response)
      verify.soft('status.refused-request').matches(response, rejectedAsBadRequest)
    },
  )

  test(
    'makes nothing of a root volume that is too small for any system',
    verifies('servers.create.root-disk-minimum'),
    async ({ given, build, timeouts, verify }) => {
      const block_device_mapping_v2 = [build.rootVolume({ volume_size: 9 })]

      const response = await given.tryCreateServer(build.server('small', { block_device_mapping_v2 }))

      await verify('servers.create.root-disk-minimum').isRejectedOrFails(response, timeouts.create)
    },
  )

  test(
    'makes nothing of a root volume that is larger than any other',
    verifies('servers.create.root-disk-maximum'),
    async ({ given, build, timeouts, verify }) => {
      const block_device_mapping_v2 = [build.rootVolume({ volume_size: 2_049 })]

      const response = await given.tryCreateServer(build.server('large', { block_device_mapping_v2 }))

      await verify('servers.create.root-disk-maximum').isRejectedOrFails(response, timeouts.create)
    },
  )
})
