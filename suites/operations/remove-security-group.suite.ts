/**
 * removeSecurityGroup: which requests a client may not make.
 */
import { assume, assumeDefined, describe, test, verifies } from '#harness'
import { assumeGroupNames } from '../support/security-groups.ts'

describe('POST /servers/{serverId}/action removeSecurityGroup', () => {
  test(
    'refuses a value that is no object',
    verifies('groups.remove.object-required', 'status.refused-request'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true })

      for (const removeSecurityGroup of [null, 'default', ['default']]) {
        const refused = await compute.call('actOnServer', {
          path: { serverId: server.id },
          body: { removeSecurityGroup },
        })

        verify('groups.remove.object-required').isRejected(refused)
        verify.soft('status.refused-request').hasListedStatus(refused)
      }
    },
  )

  test(
    'refuses a group without a name and one that does not exist',
    verifies('groups.remove.name-required', 'status.refused-request'),
    async ({ given, compute, verify, build }) => {
      const server = await given.server({ exclusive: true })
      const path = { serverId: server.id }

      for (const removeSecurityGroup of [{}, { name: null }, { name: '' }]) {
        const nameless = await compute.call('actOnServer', { path, body: { removeSecurityGroup } })

        verify('groups.remove.name-required').isRejected(nameless)
        verify.soft('status.refused-request').hasListedStatus(nameless)
      }

      verify('groups.remove.name-required').isRejected(
        await compute.call('actOnServer', { path, body: { removeSecurityGroup: { name: build.name('no-group') } } }),
      )
    },
  )

  test(
    'refuses a group that the server does not have',
    verifies('groups.remove.not-attached'),
    async ({ given, compute, verify, resources }) => {
      const name = assumeDefined(resources.securityGroup, 'No security group is configured.')
      const server = await given.server({ exclusive: true })
      const path = { serverId: server.id }
      const has = assumeGroupNames(await compute.call('showServer', { path }))
      assume(!has.includes(name), 'The server has the configured security group already.')

      const refused = await compute.call('actOnServer', { path, body: { removeSecurityGroup: { name } } })

      verify('groups.remove.not-attached').hasListedStatus(refused)
    },
  )
})
