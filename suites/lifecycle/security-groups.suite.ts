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
  members,
  test,
  verifies,
} from '#harness'
import { allFieldsServer } from '../scenarios/all-fields-server.ts'
import { assumeActive } from '../scenarios/scenario.ts'
import { excludesGroup, hasGroup, keepsOtherGroups, removeGroupIfShown } from '../support/security-groups.ts'
import { compareInterfaces } from '../support/servers/requested-interfaces.ts'

type Action = 'addSecurityGroup' | 'removeSecurityGroup'

const act = (compute: ComputeClient, serverId: string, action: Action, name: string): Promise<ApiResponse> =>
  compute.call('actOnServer', { path: { serverId }, body: { [action]: { name } } })

/** Returns, for each port in a list of the network service, whether it has the group. */
const portsHaveGroup = (list: ApiResponse, groupId: string): boolean[] =>
  members(list, 'body/ports', 'security_groups').map((ids) => Array.isArray(ids) && ids.includes(groupId))

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
    async ({ given, compute, step, verify, target }) => {
      const name = await given.securityGroup()
      await given.reserveCapacity()
      const ports = [await given.port(), await given.port()]
      const { id } = await given.ownServer('two-ports', { networks: ports.map((port) => ({ port: port.id })) })
      const shown = await compute.call('showServer', { path: { serverId: id } })
      const portAddresses = ports.map(({ address }) => address)
      await compareInterfaces(compute, id, shown, { count: ports.length, portAddresses })
      const readNetwork = (resource: string) =>
        compute.request({ method: 'GET', url: `${target.services.network}/v2.0/${resource}` })
      const groups = await readNetwork(`security-groups?name=${encodeURIComponent(name)}`)
      const groupId = assumeDefined(
        groups.string('body/security_groups/0/id'),
        'The network service does not have the security group.',
      )
      const listPorts = () => readNetwork(`ports?device_id=${id}`)
      const actAndListPorts = async (action: Action) => {
        const expected = action === 'addSecurityGroup'
        const response = await act(compute, id, action, name)
        // The network service may list the ports of a new server later than the server shows them.
        const isDone = (list: ApiResponse) => {
          const ports = portsHaveGroup(list, groupId)
          return !response.isSuccess || (ports.length > 0 && ports.every((hasIt) => hasIt === expected))
        }
        const { value: list } = await compute.poll(listPorts, isDone, 'propagation', action)
        // groups.add.attaches and groups.remove.detaches cover an action without any effect.
        assume(
          portsHaveGroup(list, groupId).includes(expected),
          `${action} changed no port of the server.`,
          expected ? 'groups.add.attaches' : 'groups.remove.detaches',
        )
        return list
      }

      await step('add the group', async () => {
        const list = await actAndListPorts('addSecurityGroup')
        const isOnAll = portsHaveGroup(list, groupId).every(Boolean)
        verify('groups.add.every-port').holds(isOnAll, list, differingPorts(list, groupId, 'the group on every port'))
      })

      await step('remove it', async () => {
        const list = await actAndListPorts('removeSecurityGroup')
        const isOnNone = !portsHaveGroup(list, groupId).some(Boolean)
        verify('groups.remove.every-port').holds(isOnNone, list, differingPorts(list, groupId, 'the group on no port'))
      })
    },
  )
})
