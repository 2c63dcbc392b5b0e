/**
 * createImage: invalid requests.
 */
import { describe, test, verifies } from '#harness'
import { deleteImageWhenReady } from '../support/servers/server-image.ts'

describe('POST /servers/{serverId}/action createImage', () => {
  test(
    'rejects an image without a name and a value that is not an object',
    verifies('images.create.name-required', 'status.refused-request'),
    async ({ given, compute, verify, build }) => {
      const { id: serverId } = await given.server({ exclusive: true, kind: 'local' })

      for (const createImage of [
        {},
        { metadata: { purpose: 'test' } },
        { name: null },
        { name: '' },
        null,
        build.name('image'),
      ]) {
        const rejected = await compute.call('actOnServer', {
          path: { serverId },
          body: { createImage },
          isInvalid: true,
        })

        await deleteImageWhenReady(compute, serverId, rejected)
        verify.soft('images.create.name-required').isRejected(rejected)
        verify.soft('status.refused-request').hasListedStatus(rejected)
      }
    },
  )

  test(
    'rejects a server whose flavor is not of the u2 family',
    verifies('images.create.u2-only'),
    async ({ given, compute, verify, build }) => {
      const { id: serverId } = await given.server({ exclusive: true, originalFlavor: true })
      const createImage = { name: build.name('image'), metadata: { purpose: 'test' } }

      const rejected = await compute.call('actOnServer', { path: { serverId }, body: { createImage }, isInvalid: true })

      await deleteImageWhenReady(compute, serverId, rejected)
      verify('images.create.u2-only').isRejected(rejected)
    },
  )
})
