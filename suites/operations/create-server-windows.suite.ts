/**
 * POST /servers: the limits for Windows servers. Each request breaks one of them and keeps the others.
 */
import { type ComputeClient, describe, members, probes, test } from '#harness'
import type { TargetResources } from '#model'

/** 15 characters, the most for Windows. */
const longestName = 'conformance-win'

/** The smallest root disk (GB) and memory (MB) for Windows. */
const minDiskGb = 50
const minRamMb = 2048

/** One of the configured flavors that has enough memory for Windows, or the default flavor when none has. */
async function findFlavor(
  compute: ComputeClient,
  { flavor, resizeFlavor }: TargetResources,
): Promise<string | undefined> {
  const list = await compute.call('listFlavors', { query: { minRam: minRamMb } })
  const large = members(list, 'body/flavors', 'id')
  return [flavor, resizeFlavor].find((id) => large.includes(id)) ?? flavor
}

describe('POST /servers, Windows', () => {
  test(
    'rejects a name of more than 15 characters, or the server ends in ERROR',
    probes('servers.create.windows-name-limit'),
    async ({ given, compute, build, resources, verify }) => {
      const body = build.server('windows', {
        name: `${longestName}s`,
        imageRef: resources.windowsImage,
        flavorRef: await findFlavor(compute, resources),
        block_device_mapping_v2: [build.rootVolume({ uuid: resources.windowsImage, volume_size: minDiskGb })],
      })

      const response = await given.tryCreateServer(body)

      await verify('servers.create.windows-name-limit').isRejectedOrFails(response)
    },
  )

  test(
    'rejects a flavor with less than 2 GB of memory, or the server ends in ERROR',
    probes('servers.create.windows-ram'),
    async ({ given, build, resources, verify }) => {
      const body = build.server('windows', {
        name: longestName,
        imageRef: resources.windowsImage,
        flavorRef: resources.smallFlavor,
        block_device_mapping_v2: [build.rootVolume({ uuid: resources.windowsImage, volume_size: minDiskGb })],
      })

      const response = await given.tryCreateServer(body)

      await verify('servers.create.windows-ram').isRejectedOrFails(response)
    },
  )

  test(
    'rejects a root disk under 50 GB, or the server ends in ERROR',
    probes('servers.create.windows-disk'),
    async ({ given, compute, build, resources, verify }) => {
      const body = build.server('windows', {
        name: longestName,
        imageRef: resources.windowsImage,
        flavorRef: await findFlavor(compute, resources),
        block_device_mapping_v2: [build.rootVolume({ uuid: resources.windowsImage, volume_size: minDiskGb - 1 })],
      })

      const response = await given.tryCreateServer(body)

      await verify('servers.create.windows-disk').isRejectedOrFails(response)
    },
  )

  test(
    'rejects a flavor with its disk on the host, or the server ends in ERROR',
    probes('servers.create.windows-u-type'),
    async ({ given, build, resources, verify }) => {
      const fields = { name: longestName, imageRef: resources.windowsImage }

      const response = await given.tryCreateServer(build.server('windows', fields, 'local'))

      await verify('servers.create.windows-u-type').isRejectedOrFails(response)
    },
  )
})
