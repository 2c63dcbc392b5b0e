/**
 * POST /servers: what a client may rely on when it leaves out what is required.
 */
import { describe, test, verifies } from '#harness'
import { rejectedAsBadRequest } from '../support/rejection-status.ts'

describe('POST /servers, what is required', () => {
  test(
    'makes nothing of a body without the object server',
    verifies('servers.create.server-required', 'status.refused-request'),
    async ({ given, build, timeouts, verify }) => {
      const { server } = build.server('unwrapped')
      for (const body of [{}, { instance: server }, { server: null }, { server: [] }]) {
        const response = await given.tryCreateServer(body)

        await verify.soft('servers.create.server-required').isRejectedOrFails(response, timeouts.create)
        verify.soft('status.refused-request').matches(response, rejectedAsBadRequest)
      }
    },
  )

  test(
    'makes nothing of a request without a name',
    verifies('servers.create.name-required', 'status.refused-request'),
    async ({ given, build, timeouts, verify }) => {
      for (const name of [undefined, null]) {
        const response = await given.tryCreateServer(build.server('nameless', { name }))

        verify.soft('status.refused-request').matches(response, rejectedAsBadRequest)
        await verify.soft('servers.create.name-required').isRejectedOrFails(response, timeouts.create)
      }
    },
  )

  test(
    'makes nothing of a request without a flavor',
    verifies('servers.create.flavor-required', 'status.refused-request'),
    async ({ given, build, timeouts, verify }) => {
      for (const flavorRef of [undefined, null, '']) {
        const response = await given.tryCreateServer(build.server('no-flavor', { flavorRef }))

        verify.soft('status.refused-request').matches(response, rejectedAsBadRequest)
        await verify.soft('servers.create.flavor-required').isRejectedOrFails(response, timeouts.create)
      }
    },
  )

  test(
    'makes nothing of a request that names no image in any way',
    verifies('servers.create.image-required', 'status.refused-request'),
    async ({ given, build, timeouts, has, verify }) => {
      const change = { imageRef: undefined, block_device_mapping_v2: undefined }
      const drafts = [build.server('no-image', change)]
      // Only a flavor with a disk of its own shows whether it is the image that is missed, and not the block device.
      if (has('localFlavor')) drafts.push(build.server('no-image', change, 'local'))

      for (const body of drafts) {
        const response = await given.tryCreateServer(body)

        verify.soft('status.refused-request').matches(response, rejectedAsBadRequest)
        await verify.soft('servers.create.image-required').isRejectedOrFails(response, timeouts.create)
      }
    },
  )

  test(
    'makes nothing of a request without networks',
    verifies('servers.create.networks-required'),
    async ({ given, build, timeouts, verify }) => {
      const response = await given.tryCreateServer(build.server('offline', { networks: undefined }))

      await verify('servers.create.networks-required').isRejectedOrFails(response, timeouts.create)
    },
  )

  test(
    'refuses an object in place of the list of networks',
    verifies('servers.create.networks-array'),
    async ({ given, build, resources, verify }) => {
      const networks = { uuid: resources.network }
      const response = await given.tryCreateServer(build.server('networks', { networks }))

      verify('servers.create.networks-array').isRejected(response)
    },
  )

  test.for([
    ['a name that is a number', { name: 5 }],
    ['an empty name', { name: '' }],
    ['a network whose id is none', { networks: [{ uuid: 'not-a-uuid' }] }],
    ['metadata that is a string', { metadata: 'purpose' }],
    ['metadata whose value is a number', { metadata: { purpose: 1 } }],
    ['a disk configuration that does not exist', { 'OS-DCF:diskConfig': 'SOMETIMES' }],
    ['a count of nothing', { min_count: 0, max_count: 0 }],
    ['a count that is a word', { min_count: 'some', max_count: 'many' }],
  ] as const)(
    'refuses %s',
    verifies('servers.create.foreign-values-refused'),
    async ([, change], { given, build, verify }) => {
      const response = await given.tryCreateServer(build.server('foreign', change))

      verify('servers.create.foreign-values-refused').hasListedStatus(response)
    },
  )
})
