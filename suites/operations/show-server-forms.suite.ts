/**
 * GET /servers/{serverId}: attributes that may have several forms. The report says which form the target uses.
 */
import { assume, assumeSuccess, describe, resolvePointer, test, verifies } from '#harness'

/** `object`, or `empty` as Nova has it for a server whose root is a volume; undefined for anything else. */
function formOfImage(image: unknown): string | undefined {
  if (image === '') return 'empty'
  return typeof resolvePointer(image, 'image/id') === 'string' ? 'object' : undefined
}

function formOfDiskConfig(diskConfig: unknown): string | undefined {
  if (diskConfig === undefined) return 'absent'
  return diskConfig === 'AUTO' || diskConfig === 'MANUAL' ? diskConfig : undefined
}

describe('GET /servers/{serverId}, forms of attributes', () => {
  test(
    'shows image and disk configuration in a documented form',
    verifies('servers.image', 'servers.disk-config'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ anyStatus: true })

      const shown = await compute.call('showServer', { path: { serverId: server.id } })
      assumeSuccess(shown, 'showServer does not return the server.', 'servers.show.answers')

      const isWrapped = typeof shown.at('body/server') === 'object'
      assume(isWrapped, 'showServer does not return the server.', 'servers.show.object')

      // The schema of the response decides whether the form is right.
      const image = formOfImage(shown.at('body/server/image'))
      if (image !== undefined) verify('servers.image').pass(image)
      const diskConfig = formOfDiskConfig(shown.at('body/server/OS-DCF:diskConfig'))
      if (diskConfig !== undefined) verify('servers.disk-config').pass(diskConfig)
    },
  )
})
