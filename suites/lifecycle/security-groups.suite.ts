/**
 * addSecurityGroup and removeSecurityGroup: their effect on the server and its ports.
 */
import {
  type ApiResponse,
  assume,
  assumeDefined,
  type ComputeClient,
  describe,
  InconclusiveError,
  type Mismatch,
  test,
  verifies,
} from '#harness'
import { allFieldsServer } from '../scenarios/all-fields-server.ts'
import { multiInterfaceServer } from '../scenarios/multi-interface-server.ts'
import { portsHaveGroup, recordPortGroups } from '../scenarios/port-groups.ts'
import { assumeActive } from '../scenarios/scenario.ts'
import { orNone } from '../support/or-none.ts'
import { excludesGroup, hasGroup, keepsOtherGroups, removeGroupIfShown } from '../support/security-groups.ts'

type Action = 'addSecurityGroup' | 'removeSecurityGroup'

const act = (compute: ComputeClient, serverId: string, action: Action, name: string): Promise<ApiResponse> =>
  compute.call('actOnServer', { path: { serverId }, body: { [action]: { name } } })

const differingPorts = (list: ApiResponse, groupId: string, expected: string): Mismatch => ({
  message: 'Some ports of the server have the security group, but others do not.',
  at: 'body/ports',
  expected,
  actual: portsHaveGroup(list, groupId)
    .map((hasIt) => (hasIt ? 'has the group' : 'does not have the group'))
    .join(', '),
})

describe('Security groups of a server', () => {
  test(
    'show a group after it is added, and not after it is removed',
    verifies('groups.add.attaches', 'groups.remove.detaches'),
    async ({ given, compute, step, verify }) => {
      const name = await given.securityGroup()
      const { id } = await given.server({ exclusive: true })
      const show = () => compute.call('showServer', { path: { serverId: id } })
      const add = () => act(compute, id, 'addSecurityGroup', name)
      const remove = () => act(compute, id, 'removeSecurityGroup', name)
      await removeGroupIfShown(compute, id, name)
      let before = await show()

      await step('add the group', async () => {
        verify('groups.add.attaches').isSuccess(await add())
        const shown = await verify('groups.add.attaches').eventually(show, hasGroup(name))
        verify.soft('groups.add.attaches').matches(shown, keepsOtherGroups(name, before))
        before = shown
      })

      await step('add it a second time', async () => {
        const response = await add()
        if (!response.isSuccess) verify.soft('groups.add.attaches').isRejected(response)
      })

      await step('remove it', async () => {
        const removed = await remove()
        // A rejection is wrong only if the server still has the group.
        if (!removed.isSuccess)
          assume(hasGroup(name)(await show()) === undefined, 'The server lost the group.', 'groups.add.attaches')
        verify('groups.remove.detaches').isSuccess(removed)
        const shown = await verify('groups.remove.detaches').eventually(show, excludesGroup(name))
        verify.soft('groups.remove.detaches').matches(shown, keepsOtherGroups(name, before))
      })

      await step('add it again, since the group itself still exists', async () => {
        verify('groups.remove.detaches').isSuccess(await add())
        await compute.poll(show, (shown) => hasGroup(name)(shown) === undefined, 'propagation', 'addSecurityGroup')
        await remove()
      })
    },
  )

  test(
    'do not show a group that the server was created with after it is removed',
    verifies('groups.remove.detaches'),
    async ({ given, compute, build, verify }) => {
      const allFields = await allFieldsServer({ given, compute, build })
      assumeActive(allFields.observation)
      const removal = assumeDefined(
        allFields.groupRemoval,
        'No server was created with the configured group.',
        'servers.create.security-groups',
      )
      if (removal instanceof InconclusiveError) throw removal

      verify('groups.remove.detaches').isSuccess(removal.response)
      verify('groups.remove.detaches').matches(removal.after, excludesGroup(removal.name))
      verify('groups.remove.detaches').matches(removal.after, keepsOtherGroups(removal.name, removal.before))
    },
  )

  test(
    'are added to every port and removed from every port',
    verifies('groups.add.every-port', 'groups.remove.every-port'),
    async ({ given, compute, build, verify }) => {
      const name = await given.securityGroup()
      const scenario = await orNone(multiInterfaceServer({ given, compute, build }))
      const recordOfOwnServer = async () => {
        await given.reserveCapacity()
        const ports = [{ port: (await given.port()).id }, { port: (await given.port()).id }]
        const { id } = await given.ownServer('two-ports', { networks: ports })
        return recordPortGroups(compute, id, { name })
      }
      const { groupId, added, removed } = scenario?.portGroups ?? (await recordOfOwnServer())

      const isOnAll = portsHaveGroup(added, groupId).every(Boolean)
      const onEveryPort = differingPorts(added, groupId, 'the group on every port')
      verify.soft('groups.add.every-port').holds(isOnAll, added, onEveryPort)
      const isOnNone = !portsHaveGroup(removed, groupId).some(Boolean)
      const onNoPort = differingPorts(removed, groupId, 'the group on no port')
      verify.soft('groups.remove.every-port').holds(isOnNone, removed, onNoPort)
    },
  )
})
