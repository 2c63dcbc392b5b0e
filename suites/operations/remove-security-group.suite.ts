/**
 * removeSecurityGroup: invalid requests.
 */
import { assumeDefined, describe, probes, test } from '#harness'
import {
  addOtherGroup,
  excludesGroup,
  keepsOtherGroups,
  removeGroupIfShown,
  securityGroupsPointer,
} from '../support/security-groups.ts'

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
    'rejects a group without a name and one that does not exist, and removes none',
    probes('groups.remove.name-required', 'status.refused-request'),
    async ({ given, compute, verify, build, resources: { securityGroup } }) => {
      const server = await given.server({ exclusive: true })
      const path = { serverId: server.id }
      const show = () => compute.call('showServer', { path })
      await addOtherGroup(compute, server.id)
      const before = await show()

      for (const removeSecurityGroup of [{}, { name: null }, { name: '' }]) {
        const rejected = await compute.call('actOnServer', { path, body: { removeSecurityGroup }, isInvalid: true })

        verify.soft('groups.remove.name-required').isRejected(rejected)
        verify.soft('status.refused-request').hasListedStatus(rejected)
      }
      const name = build.name('no-group')
      const invalid = { path, body: { removeSecurityGroup: { name } }, isInvalid: true }
      const unknown = await compute.call('actOnServer', invalid)

      verify.soft('groups.remove.name-required').isRejected(unknown)
      const areShown = Array.isArray(before.at(securityGroupsPointer))
      if (areShown) await verify.soft('groups.remove.name-required').eventually(show, keepsOtherGroups(name, before))
      verify.complete('groups.remove.name-required', 'status.refused-request')
      if (areShown && securityGroup !== undefined) await removeGroupIfShown(compute, server.id, securityGroup)
    },
  )

  test(
    'rejects a group that the server does not have, and does not add it',
    probes('groups.remove.not-attached'),
    async ({ given, compute, verify, resources }) => {
      const name = assumeDefined(resources.securityGroup, 'No security group is configured.')
      const server = await given.server({ exclusive: true })
      const path = { serverId: server.id }
      await removeGroupIfShown(compute, server.id, name)

      const rejected = await compute.call('actOnServer', { path, body: { removeSecurityGroup: { name } } })

      verify('groups.remove.not-attached').hasListedStatus(rejected)
      const show = () => compute.call('showServer', { path })
      await verify('groups.remove.not-attached').eventually(show, excludesGroup(name))
    },
  )
})
