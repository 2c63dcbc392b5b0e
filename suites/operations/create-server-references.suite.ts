/**
 * POST /servers: what a client may rely on when it names things that do not exist.
 */
import { describe, test, verifies } from '#harness'

/** An id that nothing has. */
const nothing = crypto.randomUUID()

describe('POST /servers, references', () => {
  test.for([
    ['an image', { imageRef: nothing }],
    ['a flavor', { flavorRef: nothing }],
    ['a key', { key_name: `key-${nothing}` }],
    ['a network', { networks: [{ uuid: nothing }] }],
    ['a security group', { security_groups: [{ name: `group-${nothing}` }] }],
    ['a zone', { availability_zone: `zone-${nothing}` }],
  ] as const)(
    'makes nothing of a request that names %s that does not exist',
    verifies('servers.create.bad-reference-surfaces'),
    async ([, change], { given, build, resources, timeouts, verify }) => {
      // Where the root is a volume, it is made from the image of the same request.
      const isRootMeant = 'imageRef' in change && resources.bootVolume === true
      const root = isRootMeant ? { block_device_mapping_v2: [build.rootVolume({ uuid: nothing })] } : {}
      const response = await given.tryCreateServer(build.server('lost', { ...change, ...root }))

      await verify('servers.create.bad-reference-surfaces').isRejectedOrFails(response, timeouts.create)
    },
  )
})
