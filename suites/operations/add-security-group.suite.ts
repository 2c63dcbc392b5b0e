/**
 * addSecurityGroup: invalid requests, and servers that are stopped.
 */
import { containsItem, describe, probes, test, verifies } from '#harness'
import { serverIfPossible } from '../support/preferred-server.ts'
import {
  excludesGroup,
  keepsOtherGroups,
  removeGroupIfShown,
  securityGroupsPointer,
} from '../support/security-groups.ts'

describe('POST /servers/{serverId}/action addSecurityGroup', () => {
  test(
    'changes the groups of a stopped server, as removeSecurityGroup does',
    verifies('groups.add.attaches', 'groups.remove.detaches'),
    async ({ given, compute, verify, skip }) => {
      const name = await given.securityGroup()
      const server = await serverIfPossible({ given, compute }, 'SHUTOFF')
      if (!server) return skip('No server can be stopped.')
      const path = { serverId: server.id }
      const show = () => compute.call('showServer', { path })
      const act = (action: 'addSecurityGroup' | 'removeSecurityGroup') =>
        compute.call('actOnServer', { path, body: { [action]: { name } } })
      const before = await removeGroupIfShown(compute, server.id, name)

      const attaches = verify.soft('groups.add.attaches')
      const added = await act('addSecurityGroup')
      attaches.isSuccess(added)
      const hasGroup = containsItem(securityGroupsPointer, 'name', name)
      const shown = added.isSuccess ? await attaches.eventually(show, hasGroup) : before
      attaches.matches(shown, keepsOtherGroups(name, before))
      verify.complete('groups.add.attaches')
      if (hasGroup(shown) !== undefined) return skip('The group cannot be added.')

      const detaches = verify('groups.remove.detaches')
      detaches.isSuccess(await act('removeSecurityGroup'))
      const after = await detaches.eventually(show, excludesGroup(name))
      detaches.matches(after, keepsOtherGroups(name, shown))
    },
  )

  test(
    'rejects a value that is not an object',
    probes('groups.add.object-required', 'status.refused-request'),
    async ({ given, compute, verify, resources }) => {
      const server = await given.server({ exclusive: true })
      const name = resources.securityGroup ?? 'default'

      for (const addSecurityGroup of [null, name, [name]]) {
        const path = { serverId: server.id }
        const rejected = await compute.call('actOnServer', { path, body: { addSecurityGroup }, isInvalid: true })

        verify.soft('groups.add.object-required').isRejected(rejected)
        verify.soft('status.refused-request').hasListedStatus(rejected)
      }
    },
  )

  test(
    'rejects a group without a name and one that does not exist',
    probes('groups.add.name-required', 'status.refused-request'),
    async ({ given, compute, verify, build }) => {
      const server = await given.server({ exclusive: true })
      const path = { serverId: server.id }

      for (const addSecurityGroup of [{}, { name: null }, { name: '' }]) {
        const rejected = await compute.call('actOnServer', { path, body: { addSecurityGroup }, isInvalid: true })

        verify.soft('groups.add.name-required').isRejected(rejected)
        verify.soft('status.refused-request').hasListedStatus(rejected)
      }
      const addSecurityGroup = { name: build.name('no-group') }
      const unknown = await compute.call('actOnServer', { path, body: { addSecurityGroup }, isInvalid: true })

      verify.soft('groups.add.name-required').isRejected(unknown)
    },
  )
})
