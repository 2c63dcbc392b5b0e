/**
 * POST /servers: the rules for block devices since the document's edition of May 2026.
 */
import { describe, probes, test } from '#harness'
import { nonexistentId } from '../support/rejections.ts'

const mandatory = [
  ['source_type', 'servers.create.source-type-required'],
  ['destination_type', 'servers.create.destination-type-required'],
  ['boot_index', 'servers.create.boot-index-required'],
] as const

describe('POST /servers, rules of block devices', () => {
  for (const [property, id] of mandatory)
    test(
      `rejects a root volume without ${property}, or the server ends in ERROR`,
      probes(id),
      async ({ given, build, verify }) => {
        const block_device_mapping_v2 = [build.rootVolume({ [property]: undefined })]

        const response = await given.tryCreateServer(build.server('no-member', { block_device_mapping_v2 }))

        await verify(id).isRejectedOrFails(response)
      },
    )

  test(
    'rejects a blank volume as root, or the server ends in ERROR',
    probes('servers.create.blank-root'),
    async ({ given, build, verify }) => {
      const block_device_mapping_v2 = [build.rootVolume({ source_type: 'blank', uuid: undefined })]

      const response = await given.tryCreateServer(build.server('blank-root', { block_device_mapping_v2 }))

      await verify('servers.create.blank-root').isRejectedOrFails(response)
    },
  )

  test(
    'rejects a volume of an unknown type, or the server ends in ERROR',
    probes('servers.create.volume-type'),
    async ({ given, build, verify }) => {
      const block_device_mapping_v2 = [build.rootVolume({ volume_type: `type-${nonexistentId}` })]

      const response = await given.tryCreateServer(build.server('unknown-type', { block_device_mapping_v2 }))

      await verify('servers.create.volume-type').isRejectedOrFails(response)
    },
  )

  test(
    'rejects a request for eleven servers',
    probes('servers.create.count-maximum'),
    async ({ given, build, verify }) => {
      const body = build.server('eleven', { min_count: 1, max_count: 11 })

      const response = await given.tryCreateServer(body, { isCostly: true })

      verify('servers.create.count-maximum').isRejected(response)
    },
  )
})
