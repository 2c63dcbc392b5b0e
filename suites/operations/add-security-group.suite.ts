/**
 * addSecurityGroup: which requests a client may not make.
 */
import { describe, test, verifies } from '#harness'

describe('POST /servers/{serverId}/action addSecurityGroup', () => {
  test(
    'refuses a value that is no object',
    verifies('groups.add.object-required', 'status.refused-request'),
    async ({ given, compute, verify, resources }) => {
      const server = await given.server({ exclusive: true })
      const name = resources.securityGroup ?? 'default'

      for (const addSecurityGroup of [null, name, [name]]) {
        const refused = await compute.call('actOnServer', { path: { serverId: server.id }, body: { addSecurityGroup } })

        verify('groups.add.object-required').isRejected(refused)
        verify.soft('status.refused-request').hasListedStatus(refused)
      }
    },
  )

  test(
    'refuses a group without a name and one that does not exist',
    verifies('groups.add.name-required', 'status.refused-request'),
    async ({ given, compute, verify, build }) => {
      const server = await given.server({ exclusive: true })
      const path = { serverId: server.id }

      for (const addSecurityGroup of [{}, { name: null }, { name: '' }]) {
        const nameless = await compute.call('actOnServer', { path, body: { addSecurityGroup } })

        verify('groups.add.name-required').isRejected(nameless)
        verify.soft('status.refused-request').hasListedStatus(nameless)
      }

      verify('groups.add.name-required').isRejected(
        await compute.call('actOnServer', { path, body: { addSecurityGroup: { name: build.name('no-group') } } }),
      )
    },
  )
})
