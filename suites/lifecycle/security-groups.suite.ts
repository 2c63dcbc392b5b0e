/**
 * A security group is added to a server and removed again, on every port.
 */
import {
  type ApiResponse,
  assume,
  assumeDefined,
  type ComputeClient,
  containsItem,
  describe,
  type Mismatch,
  members,
  test,
  verifies,
} from '#harness'
import { pollUntilSettled } from '../support/polling.ts'
import { assumeGroupNames, keepsOtherGroups, withoutGroup } from '../support/security-groups.ts'

type Action = 'addSecurityGroup' | 'removeSecurityGroup'

const act = (compute: ComputeClient, serverId: string, action: Action, name: string): Promise<ApiResponse> =>
  compute.call('actOnServer', { path: { serverId }, body: { [action]: { name } } })

const withGroup = (name: string) => containsItem('body/server/security_groups', 'name', name)

/** For each port in a list from the network service: whether the group is on it. */
const onPorts = (response: ApiResponse, groupId: string): boolean[] =>
  members(response, 'body/ports', 'security_groups').map((ids) => Array.isArray(ids) && ids.includes(groupId))

const notEverywhere = (response: ApiResponse, groupId: string, expected: string): Mismatch => ({
  message: 'The security group is not the same on every port of the server.',
  at: 'body/ports',
  expected,
  actual: onPorts(response, groupId).join(', '),
})

describe('Security groups of a server', () => {
  test(
    'shows a group that was added, and no longer shows it once it is removed',
    verifies('groups.add.attaches', 'groups.remove.detaches'),
    async ({ given, compute, step, verify, timeouts }) => {
      const name = await given.securityGroup()
      const { id } = await given.server({ exclusive: true })
      const show = () => compute.call('showServer', { path: { serverId: id } })
      assumeGroupNames(await show())
      if (withGroup(name)(await show()) === undefined) {
        await act(compute, id, 'removeSecurityGroup', name)
        const isWithout = (response: ApiResponse) => withoutGroup(name)(response) === undefined
        assume(isWithout(await pollUntilSettled(show, isWithout, timeouts.propagation)), 'The server keeps the group.')
      }

      let before = await show()

      await step('add the group', async () => {
        verify('groups.add.attaches').isSuccess(await act(compute, id, 'addSecurityGroup', name))
        const shown = await verify('groups.add.attaches').eventually(show, withGroup(name), timeouts.propagation)
        verify.soft('groups.add.attaches').matches(shown, keepsOtherGroups(name, before))
        before = shown
      })

      await step('add it once more', async () => {
        const again = await act(compute, id, 'addSecurityGroup', name)
        if (!again.isSuccess) verify.soft('groups.add.attaches').isRejected(again)
      })

      await step('remove it again', async () => {
        verify('groups.remove.detaches').isSuccess(await act(compute, id, 'removeSecurityGroup', name))
        const shown = await verify('groups.remove.detaches').eventually(show, withoutGroup(name), timeouts.propagation)
        verify.soft('groups.remove.detaches').matches(shown, keepsOtherGroups(name, before))
      })

      await step('find that the group itself is still there', async () => {
        verify('groups.remove.detaches').isSuccess(await act(compute, id, 'addSecurityGroup', name))
        await pollUntilSettled(show, (response) => withGroup(name)(response) === undefined, timeouts.propagation)
        await act(compute, id, 'removeSecurityGroup', name)
      })
    },
  )

  test(
    'adds a group to every port and removes it from every port',
    verifies('groups.add.every-port', 'groups.remove.every-port'),
    async ({ given, compute, step, verify, timeouts, target }) => {
      const name = await given.securityGroup()
      await given.reserveCapacity()
      const ports = [{ port: (await given.port()).id }, { port: (await given.port()).id }]
      const { id } = await given.ownServer('two-ports', { networks: ports })
      const network = (query: string) =>
        compute.request({ method: 'GET', url: `${target.services.network}/v2.0/${query}` })
      const group = (await network(`security-groups?name=${encodeURIComponent(name)}`)).string(
        'body/security_groups/0/id',
      )
      const groupId = assumeDefined(group, 'The network service does not know the security group.')
      const read = () => network(`ports?device_id=${id}`)
      const settle = async (action: Action, wanted: boolean) => {
        const response = await act(compute, id, action, name)
        const done = (seen: ApiResponse) => response.isSuccess && onPorts(seen, groupId).every((on) => on === wanted)
        const seen = await pollUntilSettled(read, done, response.isSuccess ? timeouts.propagation : 0)
        // Whether the action has any effect at all is judged with the server; here it has to have had one.
        assume(onPorts(seen, groupId).includes(wanted), `${action} changed no port of the server.`)
        return seen
      }

      await step('add the group', async () => {
        const seen = await settle('addSecurityGroup', true)
        const everywhere = onPorts(seen, groupId).every(Boolean)
        verify('groups.add.every-port').holds(everywhere, seen, notEverywhere(seen, groupId, 'on all of them'))
      })

      await step('remove it again', async () => {
        const seen = await settle('removeSecurityGroup', false)
        const nowhere = !onPorts(seen, groupId).some(Boolean)
        verify('groups.remove.every-port').holds(nowhere, seen, notEverywhere(seen, groupId, 'on none of them'))
      })
    },
  )
})
