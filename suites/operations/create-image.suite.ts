/**
 * createImage: which requests a client may not make.
 */
import { describe, test, verifies } from '#harness'
import { deleteImageWhenReady } from '../support/server-image.ts'

describe('POST /servers/{serverId}/action createImage', () => {
  test(
    'refuses an image without a name and a value that is no object',
    verifies('images.create.name-required', 'status.refused-request'),
    async ({ given, compute, target, verify, build }) => {
      const { id: serverId } = await given.server({ exclusive: true, kind: 'local' })

      for (const createImage of [
        {},
        { metadata: { purpose: 'test' } },
        { name: null },
        { name: '' },
        null,
        build.name('image'),
      ]) {
        const refused = await compute.call('actOnServer', { path: { serverId }, body: { createImage } })

        await deleteImageWhenReady({ compute, target }, serverId, refused)
        verify('images.create.name-required').isRejected(refused)
        verify.soft('status.refused-request').hasListedStatus(refused)
      }
    },
  )

  test(
    'refuses an image of a server whose flavor is not of the u2 family',
    verifies('images.create.u2-only'),
    async ({ given, compute, target, verify, build }) => {
      const { id: serverId } = await given.server({ exclusive: true })
      const createImage = { name: build.name('image'), metadata: { purpose: 'test' } }

      const refused = await compute.call('actOnServer', { path: { serverId }, body: { createImage } })

      await deleteImageWhenReady({ compute, target }, serverId, refused)
      verify('images.create.u2-only').isRejected(refused)
    },
  )
})
