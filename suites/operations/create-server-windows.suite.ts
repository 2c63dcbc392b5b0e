/**
 * POST /servers: what a client may rely on when it asks for a Windows server that cannot be.
 */

import { type ComputeClient, describe, members, test, verifies } from '#harness'
import type { TargetResources } from '#model'

/** A name that a Windows server may have; no longer one would leave the other rules to be tested. */
const shortName = 'conformance-win'

/** The smallest root disk (GB) and memory (MB) that a Windows image is content with. */
const enoughGb = 50
const enoughMb = 2048

/** A flavor whose memory is no reason to refuse Windows, of those that the run may use. */
async function roomyFlavor(
  compute: ComputeClient,
  { flavor, resizeFlavor }: TargetResources,
): Promise<string | undefined> {
  const roomy = members(await compute.call('listFlavors', { query: { minRam: enoughMb } }), 'body/flavors', 'id')
  return [flavor, resizeFlavor].find((id) => roomy.includes(id)) ?? flavor
}

describe('POST /servers, Windows', () => {
  test(
    'makes nothing of a name that Windows cannot have',
    verifies('servers.create.windows-name-limit'),
    async ({ given, compute, build, resources, timeouts, verify }) => {
      const body = build.server('windows', {
        name: `${shortName}s`,
        imageRef: resources.windowsImage,
        flavorRef: await roomyFlavor(compute, resources),
        block_device_mapping_v2: [build.rootVolume({ uuid: resources.windowsImage, volume_size: enoughGb })],
      })

      const response = await given.tryCreateServer(body)

      await verify('servers.create.windows-name-limit').isRejectedOrFails(response, timeouts.create)
    },
  )

  test(
    'makes nothing of too little memory',
    verifies('servers.create.windows-ram'),
    async ({ given, build, resources, timeouts, verify }) => {
      const body = build.server('windows', {
        name: shortName,
        imageRef: resources.windowsImage,
        flavorRef: resources.smallFlavor,
        block_device_mapping_v2: [build.rootVolume({ uuid: resources.windowsImage, volume_size: enoughGb })],
      })

      const response = await given.tryCreateServer(body)

      await verify('servers.create.windows-ram').isRejectedOrFails(response, timeouts.create)
    },
  )

  test(
    'makes nothing of a disk that is too small',
    verifies('servers.create.windows-disk'),
    async ({ given, compute, build, resources, timeouts, verify }) => {
      const body = build.server('windows', {
        name: shortName,
        imageRef: resources.windowsImage,
        flavorRef: await roomyFlavor(compute, resources),
        block_device_mapping_v2: [build.rootVolume({ uuid: resources.windowsImage, volume_size: enoughGb - 1 })],
      })

      const response = await given.tryCreateServer(body)

      await verify('servers.create.windows-disk').isRejectedOrFails(response, timeouts.create)
    },
  )

  test(
    'makes nothing of a flavor with its disk on the host',
    verifies('servers.create.windows-u-type'),
    async ({ given, build, resources, timeouts, verify }) => {
      const change = { name: shortName, imageRef: resources.windowsImage }

      const response = await given.tryCreateServer(build.server('windows', change, 'local'))

      await verify('servers.create.windows-u-type').isRejectedOrFails(response, timeouts.create)
    },
  )
})
