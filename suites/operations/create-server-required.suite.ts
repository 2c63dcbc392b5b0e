/**
 * POST /servers: missing required fields and values of another type.
 */
import { describe, finalProbes, probes, test } from '#harness'
import { rejectedAsBadRequest } from '../support/rejections.ts'

describe('POST /servers, required fields', () => {
  test(
    'rejects a body without the object server, or the server ends in ERROR',
    probes('servers.create.server-required', 'status.refused-request'),
    async ({ given, build, verify }) => {
      const { server } = build.server('unwrapped')
      for (const body of [{}, { instance: server }, { server: null }, { server: [] }]) {
        const response = await given.tryCreateServer(body)

        await verify.soft('servers.create.server-required').isRejectedOrFails(response)
        verify.soft('status.refused-request').isDenied(response, rejectedAsBadRequest)
      }
    },
  )

  test(
    'rejects a request without a name, or the server ends in ERROR',
    probes('servers.create.name-required', 'status.refused-request'),
    async ({ given, build, verify }) => {
      for (const name of [undefined, null]) {
        const response = await given.tryCreateServer(build.server('nameless', { name }))

        verify.soft('status.refused-request').isDenied(response, rejectedAsBadRequest)
        await verify.soft('servers.create.name-required').isRejectedOrFails(response)
      }
    },
  )

  test(
    'rejects a request without a flavor, or the server ends in ERROR',
    probes('servers.create.flavor-required', 'status.refused-request'),
    async ({ given, build, verify }) => {
      for (const flavorRef of [undefined, null, '']) {
        const response = await given.tryCreateServer(build.server('no-flavor', { flavorRef }))

        verify.soft('status.refused-request').isDenied(response, rejectedAsBadRequest)
        await verify.soft('servers.create.flavor-required').isRejectedOrFails(response)
      }
    },
  )

  test(
    'rejects a request without any image, or the server ends in ERROR',
    probes('servers.create.image-required', 'status.refused-request'),
    async ({ given, build, has, verify }) => {
      const fields = { imageRef: undefined, block_device_mapping_v2: undefined }
      const bodies = [build.server('no-image', fields)]
      // A flavor without a local disk also requires a block device, whose absence may be the reason for a rejection.
      if (has('localFlavor')) bodies.push(build.server('no-image', fields, 'local'))

      for (const body of bodies) {
        const response = await given.tryCreateServer(body)

        verify.soft('status.refused-request').isDenied(response, rejectedAsBadRequest)
        await verify.soft('servers.create.image-required').isRejectedOrFails(response)
      }
    },
  )

  test(
    'rejects a request without networks, or the server ends in ERROR',
    probes('servers.create.networks-required'),
    async ({ given, build, verify }) => {
      const response = await given.tryCreateServer(build.server('offline', { networks: undefined }))

      await verify('servers.create.networks-required').isRejectedOrFails(response)
    },
  )

  test(
    'rejects an object in place of the list of networks',
    probes('servers.create.networks-array'),
    async ({ given, build, resources, verify }) => {
      const networks = { uuid: resources.network }
      const response = await given.tryCreateServer(build.server('networks', { networks }))

      verify('servers.create.networks-array').isRejected(response)
    },
  )

  test.for([
    ['a number as name', { name: 5 }],
    ['an empty name', { name: '' }],
    ['a network id that is not a UUID', { networks: [{ uuid: 'not-a-uuid' }] }],
    ['a string as metadata', { metadata: 'purpose' }],
    ['a number as metadata value', { metadata: { purpose: 1 } }],
    ['an unknown disk configuration', { 'OS-DCF:diskConfig': 'SOMETIMES' }],
    ['counts of 0', { min_count: 0, max_count: 0 }],
    ['words as counts', { min_count: 'some', max_count: 'many' }],
  ] as const)(
    'rejects %s',
    finalProbes('servers.create.foreign-values-refused'),
    async ([, fields], { given, build, verify, target, skip }) => {
      const isForeignToEdition = 'OS-DCF:diskConfig' in fields && target.edition !== '2020-03'
      if (isForeignToEdition) skip('The edition of the document has no disk configuration.')
      const response = await given.tryCreateServer(build.server('foreign', fields))

      verify('servers.create.foreign-values-refused').hasListedStatus(response)
    },
  )
})
