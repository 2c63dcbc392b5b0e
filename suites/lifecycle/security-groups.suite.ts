/**
 * A security group is added to a server and removed again, on every port.
 */
import { type Answer, arranged, type Compute, describe, type Fault, lists, members, test, verifies } from '#harness'
import { someGroups, withOthersOf, withoutGroup } from '../groups.ts'
import { patiently } from '../polling.ts'

type Action = 'addSecurityGroup' | 'removeSecurityGroup'

const act = (compute: Compute, serverId: string, action: Action, name: string): Promise<Answer> =>
  compute.call('actOnServer', { path: { serverId }, body: { [action]: { name } } })

const withGroup = (name: string) => lists('body/server/security_groups', 'name', name)

/** For each port in a list from the network service: whether the group is on it. */
const onPorts = (answer: Answer, groupId: string): boolean[] =>
  members(answer, 'body/ports', 'security_groups').map((ids) => Array.isArray(ids) && ids.includes(groupId))

const notEverywhere = (answer: Answer, groupId: string, expected: string): Fault => ({
  message: 'The security group is not the same on every port of the server.',
  at: 'body/ports',
  expected,
  actual: onPorts(answer, groupId).join(', '),
})

describe('Security groups of a server', () => {
  test(
    'shows a group that was added, and no longer shows it once it is removed',
    verifies('groups.add.attaches', 'groups.remove.detaches'),
    async ({ given, compute, step, must, should, budget }) => {
      const name = await given.securityGroup()
      const { id } = await given.server({ exclusive: true })
      const show = () => compute.call('showServer', { path: { serverId: id } })
      someGroups(await show())
      if (withGroup(name)(await show()) === undefined) {
        await act(compute, id, 'removeSecurityGroup', name)
        const isWithout = (answer: Answer) => withoutGroup(name)(answer) === undefined
        arranged(isWithout(await patiently(show, isWithout, budget.settle)) || undefined, 'The server keeps the group.')
      }

      let before = await show()

      await step('add the group', async () => {
        must('groups.add.attaches').succeed(await act(compute, id, 'addSecurityGroup', name))
        const shown = await must('groups.add.attaches').eventually(show, withGroup(name), budget.settle)
        should('groups.add.attaches').see(shown, withOthersOf(name, before))
        before = shown
      })

      await step('add it once more', async () => {
        const again = await act(compute, id, 'addSecurityGroup', name)
        if (!again.succeeded) should('groups.add.attaches').refuse(again)
      })

      await step('remove it again', async () => {
        must('groups.remove.detaches').succeed(await act(compute, id, 'removeSecurityGroup', name))
        const shown = await must('groups.remove.detaches').eventually(show, withoutGroup(name), budget.settle)
        should('groups.remove.detaches').see(shown, withOthersOf(name, before))
      })

      await step('find that the group itself is still there', async () => {
        must('groups.remove.detaches').succeed(await act(compute, id, 'addSecurityGroup', name))
        await patiently(show, (answer) => withGroup(name)(answer) === undefined, budget.settle)
        await act(compute, id, 'removeSecurityGroup', name)
      })
    },
  )

  test(
    'adds a group to every port and removes it from every port',
    verifies('groups.add.every-port', 'groups.remove.every-port'),
    async ({ given, compute, step, must, budget, target }) => {
      const name = await given.securityGroup()
      await given.room()
      const ports = [{ port: (await given.port()).id }, { port: (await given.port()).id }]
      const { id } = await given.ownServer('two-ports', { networks: ports })
      const network = (query: string) =>
        compute.elsewhere({ method: 'GET', url: `${target.services.network}/v2.0/${query}` })
      const group = (await network(`security-groups?name=${encodeURIComponent(name)}`)).string(
        'body/security_groups/0/id',
      )
      const groupId = arranged(group, 'The network service does not know the security group.')
      const read = () => network(`ports?device_id=${id}`)
      const settle = async (action: Action, wanted: boolean) => {
        const answer = await act(compute, id, action, name)
        const done = (seen: Answer) => answer.succeeded && onPorts(seen, groupId).every((on) => on === wanted)
        const seen = await patiently(read, done, answer.succeeded ? budget.settle : 0)
        // Whether the action has any effect at all is judged with the server; here it has to have had one.
        arranged(onPorts(seen, groupId).includes(wanted) || undefined, `${action} changed no port of the server.`)
        return seen
      }

      await step('add the group', async () => {
        const seen = await settle('addSecurityGroup', true)
        const everywhere = onPorts(seen, groupId).every(Boolean)
        must('groups.add.every-port').that(everywhere, seen, notEverywhere(seen, groupId, 'on all of them'))
      })

      await step('remove it again', async () => {
        const seen = await settle('removeSecurityGroup', false)
        const nowhere = !onPorts(seen, groupId).some(Boolean)
        must('groups.remove.every-port').that(nowhere, seen, notEverywhere(seen, groupId, 'on none of them'))
      })
    },
  )
})
