/**
 * resize: invalid requests.
 */
import { assumeDefined, describe, probes, test } from '#harness'
import { nonexistentId } from '../support/rejections.ts'
import { whyOtherFlavor } from '../support/servers/server-resize.ts'

describe('POST /servers/{serverId}/action resize', () => {
  test(
    'rejects a value that is not an object',
    probes('servers.resize.object-required', 'status.refused-request'),
    async ({ given, compute, verify, resources }) => {
      const server = await given.server({ exclusive: true, originalFlavor: true })
      const flavor = resources.resizeFlavor ?? resources.flavor

      for (const resize of [null, flavor, [flavor]]) {
        const rejected = await compute.call('actOnServer', {
          path: { serverId: server.id },
          body: { resize },
          isInvalid: true,
        })

        verify('servers.resize.object-required').isRejected(rejected)
        verify.soft('status.refused-request').hasListedStatus(rejected)
      }
    },
  )

  test(
    'rejects a flavor that is missing or does not exist',
    probes('servers.resize.flavor-required', 'status.refused-request'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true, originalFlavor: true })
      const path = { serverId: server.id }

      for (const resize of [{}, { flavorRef: null }, { flavorRef: '' }]) {
        const rejected = await compute.call('actOnServer', { path, body: { resize }, isInvalid: true })

        verify('servers.resize.flavor-required').isRejected(rejected)
        verify.soft('status.refused-request').hasListedStatus(rejected)
      }
      const unknown = await compute.call('actOnServer', {
        path,
        body: { resize: { flavorRef: nonexistentId } },
        isInvalid: true,
      })

      verify('servers.resize.flavor-required').isRejected(unknown)
    },
  )

  test(
    'rejects a disk configuration other than AUTO and MANUAL',
    probes('servers.resize.disk-config', 'status.refused-request'),
    async ({ given, compute, verify, resources }) => {
      const server = await given.server({ exclusive: true, originalFlavor: true })
      const resize = { flavorRef: resources.resizeFlavor, 'OS-DCF:diskConfig': 'SOMETIMES' }

      const rejected = await compute.call('actOnServer', {
        path: { serverId: server.id },
        body: { resize },
        isInvalid: true,
      })

      verify('servers.resize.disk-config').isRejected(rejected)
      verify.soft('status.refused-request').hasListedStatus(rejected)
    },
  )

  test(
    'rejects the flavor that the server has already',
    probes('servers.resize.same-flavor-refused'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true, originalFlavor: true })
      const path = { serverId: server.id }
      const shown = await compute.call('showServer', { path })
      const flavorRef = assumeDefined(
        shown.id('body/server/flavor/id'),
        'The server does not show its flavor.',
        whyOtherFlavor(shown),
      )

      const rejected = await compute.call('actOnServer', { path, body: { resize: { flavorRef } }, isInvalid: true })

      verify('servers.resize.same-flavor-refused').hasListedStatus(rejected)
    },
  )
})
