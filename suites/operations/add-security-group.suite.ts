/**
 * addSecurityGroup: invalid requests.
 */
import { describe, test, verifies } from '#harness'

describe('POST /servers/{serverId}/action addSecurityGroup', () => {
  test(
    'rejects a value that is not an object',
    verifies('groups.add.object-required', 'status.refused-request'),
    async ({ given, compute, verify, resources }) => {
      const server = await given.server({ exclusive: true })
      const name = resources.securityGroup ?? 'default'

      for (const addSecurityGroup of [null, name, [name]]) {
        const path = { serverId: server.id }
        const rejected = await compute.call('actOnServer', { path, body: { addSecurityGroup } })

        verify('groups.add.object-required').isRejected(rejected)
        verify.soft('status.refused-request').hasListedStatus(rejected)
      }
    },
  )

  test(
    'rejects a group without a name and one that does not exist',
    verifies('groups.add.name-required', 'status.refused-request'),
    async ({ given, compute, verify, build }) => {
      const server = await given.server({ exclusive: true })
      const path = { serverId: server.id }

      for (const addSecurityGroup of [{}, { name: null }, { name: '' }]) {
        const rejected = await compute.call('actOnServer', { path, body: { addSecurityGroup } })

        verify('groups.add.name-required').isRejected(rejected)
        verify.soft('status.refused-request').hasListedStatus(rejected)
      }
      const addSecurityGroup = { name: build.name('no-group') }
      const unknown = await compute.call('actOnServer', { path, body: { addSecurityGroup } })

      verify('groups.add.name-required').isRejected(unknown)
    },
  )
})
