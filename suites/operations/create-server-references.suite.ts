/**
 * POST /servers: references to resources that do not exist.
 */
import { describe, probes, test } from '#harness'
import { nonexistentId } from '../support/rejections.ts'

describe('POST /servers, references', () => {
  test.for([
    ['an image', { imageRef: nonexistentId }],
    ['a flavor', { flavorRef: nonexistentId }],
    ['a key', { key_name: `key-${nonexistentId}` }],
    ['a network', { networks: [{ uuid: nonexistentId }] }],
    ['a security group', { security_groups: [{ name: `group-${nonexistentId}` }] }],
    ['a zone', { availability_zone: `zone-${nonexistentId}` }],
  ] as const)(
    'rejects %s that does not exist, or the server ends in ERROR',
    probes('servers.create.bad-reference-surfaces'),
    async ([, fields], { given, build, resources, verify }) => {
      // A root volume is made from the same image as the request names.
      const hasRootVolume = 'imageRef' in fields && resources.bootVolume === true
      const root = hasRootVolume ? { block_device_mapping_v2: [build.rootVolume({ uuid: nonexistentId })] } : {}
      const response = await given.tryCreateServer(build.server('reference', { ...fields, ...root }))

      await verify('servers.create.bad-reference-surfaces').isRejectedOrFails(response)
    },
  )
})
