/**
 * resize: which requests a client may not make.
 */
import { assumeDefined, describe, test, verifies } from '#harness'

describe('POST /servers/{serverId}/action resize', () => {
  test(
    'refuses a value that is no object',
    verifies('servers.resize.object-required', 'status.refused-request'),
    async ({ given, compute, verify, resources }) => {
      const server = await given.server({ exclusive: true, originalFlavor: true })
      const flavor = resources.resizeFlavor ?? resources.flavor

      for (const resize of [null, flavor, [flavor]]) {
        const refused = await compute.call('actOnServer', { path: { serverId: server.id }, body: { resize } })

        verify('servers.resize.object-required').isRejected(refused)
        verify.soft('status.refused-request').hasListedStatus(refused)
      }
    },
  )

  test(
    'refuses a flavor that is missing or does not exist',
    verifies('servers.resize.flavor-required', 'status.refused-request'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true, originalFlavor: true })
      const path = { serverId: server.id }

      for (const resize of [{}, { flavorRef: null }, { flavorRef: '' }]) {
        const missing = await compute.call('actOnServer', { path, body: { resize } })

        verify('servers.resize.flavor-required').isRejected(missing)
        verify.soft('status.refused-request').hasListedStatus(missing)
      }

      const unknown = '00000000-0000-4000-8000-000000000000'
      verify('servers.resize.flavor-required').isRejected(
        await compute.call('actOnServer', { path, body: { resize: { flavorRef: unknown } } }),
      )
    },
  )

  test(
    'refuses a disk configuration other than AUTO and MANUAL',
    verifies('servers.resize.disk-config', 'status.refused-request'),
    async ({ given, compute, verify, resources }) => {
      const server = await given.server({ exclusive: true, originalFlavor: true })
      const resize = { flavorRef: resources.resizeFlavor, 'OS-DCF:diskConfig': 'SOMETIMES' }

      const refused = await compute.call('actOnServer', { path: { serverId: server.id }, body: { resize } })

      verify('servers.resize.disk-config').isRejected(refused)
      verify.soft('status.refused-request').hasListedStatus(refused)
    },
  )

  test(
    'refuses the flavor that the server has',
    verifies('servers.resize.same-flavor-refused'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true, originalFlavor: true })
      const path = { serverId: server.id }
      const shown = await compute.call('showServer', { path })
      const flavorRef = assumeDefined(shown.string('body/server/flavor/id'), 'The server does not show its flavor.')

      const refused = await compute.call('actOnServer', { path, body: { resize: { flavorRef } } })

      verify('servers.resize.same-flavor-refused').hasListedStatus(refused)
    },
  )
})
