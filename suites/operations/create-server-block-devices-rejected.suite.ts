/**
 * POST /servers: block devices that are invalid.
 */
import { describe, probes, test } from '#harness'
import { rejectedAsBadRequest } from '../support/rejections.ts'

describe('POST /servers, invalid block devices', () => {
  test(
    'rejects a flavor without a disk if there is no block device, or the server ends in ERROR',
    probes('servers.create.block-device-required'),
    async ({ given, build, verify }) => {
      const body = build.server('diskless', { block_device_mapping_v2: undefined })

      const response = await given.tryCreateServer(body)

      await verify('servers.create.block-device-required').isRejectedOrFails(response)
    },
  )

  test(
    'rejects an unknown source_type',
    probes('servers.create.source-type', 'status.refused-request'),
    async ({ given, build, verify }) => {
      const block_device_mapping_v2 = [build.rootVolume({ source_type: 'tape' })]

      const response = await given.tryCreateServer(build.server('source-type', { block_device_mapping_v2 }))

      verify.soft('servers.create.source-type').isRejected(response)
      verify.soft('status.refused-request').isDenied(response, rejectedAsBadRequest)
    },
  )

  test(
    'rejects an unknown destination_type',
    probes('servers.create.destination-type', 'status.refused-request'),
    async ({ given, build, verify }) => {
      const block_device_mapping_v2 = [build.rootVolume({ destination_type: 'drawer' })]

      const response = await given.tryCreateServer(build.server('destination-type', { block_device_mapping_v2 }))

      verify.soft('servers.create.destination-type').isRejected(response)
      verify.soft('status.refused-request').isDenied(response, rejectedAsBadRequest)
    },
  )

  test(
    'rejects a root volume made from an image without the uuid of the image',
    probes('servers.create.block-device-uuid', 'status.refused-request'),
    async ({ given, build, verify }) => {
      const block_device_mapping_v2 = [build.rootVolume({ uuid: undefined })]

      const response = await given.tryCreateServer(build.server('no-uuid', { block_device_mapping_v2 }))

      verify.soft('status.refused-request').isDenied(response, rejectedAsBadRequest)
      await verify('servers.create.block-device-uuid').isRejectedOrFails(response)
    },
  )

  test(
    'rejects a root volume of 9 GB, or the server ends in ERROR',
    probes('servers.create.root-disk-minimum'),
    async ({ given, build, verify }) => {
      const block_device_mapping_v2 = [build.rootVolume({ volume_size: 9 })]

      const response = await given.tryCreateServer(build.server('small', { block_device_mapping_v2 }))

      await verify('servers.create.root-disk-minimum').isRejectedOrFails(response)
    },
  )

  test(
    'rejects a root volume of 2049 GB, or the server ends in ERROR',
    probes('servers.create.root-disk-maximum'),
    async ({ given, build, verify }) => {
      const block_device_mapping_v2 = [build.rootVolume({ volume_size: 2_049 })]

      const response = await given.tryCreateServer(build.server('large', { block_device_mapping_v2 }))

      await verify('servers.create.root-disk-maximum').isRejectedOrFails(response)
    },
  )
})
