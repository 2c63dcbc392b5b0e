/**
 * removeSecurityGroup: invalid requests.
 */
import { assumeDefined, describe, probes, test } from '#harness'
import { removeGroupIfShown } from '../support/security-groups.ts'

describe('POST /servers/{serverId}/action removeSecurityGroup', () => {
  test(
    'rejects a value that is not an object',
    probes('groups.remove.object-required', 'status.refused-request'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true })

      for (const removeSecurityGroup of [null, 'default', ['default']]) {
        const path = { serverId: server.id }
        const rejected = await compute.call('actOnServer', { path, body: { removeSecurityGroup }, isInvalid: true })

        verify.soft('groups.remove.object-required').isRejected(rejected)
        verify.soft('status.refused-request').hasListedStatus(rejected)
      }
    },
  )

  test(
    'rejects a group without a name and one that does not exist',
    probes('groups.remove.name-required', 'status.refused-request'),
    async ({ given, compute, verify, build }) => {
      const server = await given.server({ exclusive: true })
      const path = { serverId: server.id }

      for (const removeSecurityGroup of [{}, { name: null }, { name: '' }]) {
        const rejected = await compute.call('actOnServer', { path, body: { removeSecurityGroup }, isInvalid: true })

        verify.soft('groups.remove.name-required').isRejected(rejected)
        verify.soft('status.refused-request').hasListedStatus(rejected)
      }
      const removeSecurityGroup = { name: build.name('no-group') }
      const unknown = await compute.call('actOnServer', { path, body: { removeSecurityGroup }, isInvalid: true })

      verify.soft('groups.remove.name-required').isRejected(unknown)
    },
  )

  test(
    'rejects a group that the server does not have',
    probes('groups.remove.not-attached'),
    async ({ given, compute, verify, resources }) => {
      const name = assumeDefined(resources.securityGroup, 'No security group is configured.')
      const server = await given.server({ exclusive: true })
      const path = { serverId: server.id }
      await removeGroupIfShown(compute, server.id, name)

      const rejected = await compute.call('actOnServer', { path, body: { removeSecurityGroup: { name } } })

      verify('groups.remove.not-attached').hasListedStatus(rejected)
    },
  )
})
