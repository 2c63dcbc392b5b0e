/**
 * Statuses that only an operator can set: the states that a server shows in them, and the actions that it rejects. Only for targets on which
 * the suite can set these statuses.
 */
import {
  type ApiResponse,
  assume,
  containsItem,
  describe,
  isRejected,
  isSuccess,
  type LeasedServer,
  test,
  type Verify,
  verifies,
} from '#harness'
import type { RequirementId } from '#model'
import {
  type ForcedState,
  forcedStates,
  namesOf,
  powerStateAgrees,
  taskStateAgrees,
  verifyUnchanged,
  vmStateAgrees,
} from '../support/forced-statuses.ts'
import { independentSteps } from '../support/independent-steps.ts'
import { verifyLeavesOut } from '../support/servers/filtered-list.ts'
import { bothLists, listReader, type ReadList, serversPointer } from '../support/servers/server-list.ts'
import { statusPointer } from '../support/servers/server-state.ts'

/** The actions that the document does not allow in the state, with the requirement that says so. */
const rejectedActions = ({
  allowsStop,
  allowsHardReboot,
}: ForcedState): readonly (readonly [RequirementId, object])[] => [
  ['servers.start.only-shutoff', { 'os-start': null }],
  ...(allowsStop ? [] : [['servers.stop.only-active-or-error', { 'os-stop': null }] as const]),
  ['servers.reboot.soft-only-active', { reboot: { type: 'SOFT' } }],
  ...(allowsHardReboot ? [] : [['servers.reboot.hard-only-listed', { reboot: { type: 'HARD' } }] as const]),
]

/** Verifies that a list filtered by status contains the server for its own status, and not for another one. */
async function verifyStatusFilter(
  verify: Verify,
  read: ReadList,
  { id, name }: LeasedServer,
  status: string,
): Promise<void> {
  const { requirements } = read.list
  const assertion = verify.soft(requirements.status)
  const hasServer = containsItem(serversPointer, 'id', id)
  const readFiltered = () => read({ name, status })
  const isListed = (page: ApiResponse) => hasServer(page) === undefined
  // Lists may lag behind.
  const key = `servers in ${read.list.operation}`
  const { value: filtered } = await read.compute.poll(readFiltered, isListed, 'propagation', key)
  // A list that leaves out the server without the filter, too, proves nothing about the filter.
  if (!isListed(filtered))
    assume(isListed(await read({ name })), 'The list leaves out the server.', requirements.answers)
  assertion.matches(filtered, isSuccess, hasServer)
  await verifyLeavesOut(assertion, read, { name, status: 'ACTIVE' }, id)
  verify.complete(requirements.status)
}

describe.each(forcedStates)('A server that is $status', (state) => {
  const { status, requirement, isBusy = false } = state
  const actions = rejectedActions(state)

  test(
    'shows its status, has matching state attributes, and is found by a filter for the status',
    verifies(
      ...(requirement === undefined ? [] : [requirement]),
      'servers.vm-state.agrees',
      'servers.power-state.agrees',
      'servers.task-state.idle',
      'servers.list.status',
      'servers.detail.status',
    ),
    async ({ given, compute, step, verify }) => {
      const server = await given.server({ exclusive: true, forcedStatus: status })
      const shown = await compute.call('showServer', { path: { serverId: server.id } })
      const shownStatus = shown.string(statusPointer)
      const isExpected = shownStatus !== undefined && namesOf(state).includes(shownStatus)

      if (requirement !== undefined && shownStatus !== undefined) {
        verify.soft(requirement).holds(isExpected, shown, {
          message: `A server that was set to ${status} has a different status.`,
          at: statusPointer,
          expected: namesOf(state).join(' or '),
          actual: shownStatus,
        })
        if (state.names) verify.soft(requirement).pass(shownStatus)
        verify.complete(requirement)
      }
      verify.soft('servers.vm-state.agrees').matches(shown, vmStateAgrees(state))
      verify.soft('servers.power-state.agrees').matches(shown, powerStateAgrees(state))
      verify.soft('servers.task-state.idle').matches(shown, taskStateAgrees(state))
      verify.complete('servers.vm-state.agrees', 'servers.power-state.agrees', 'servers.task-state.idle')

      const { attempt, end } = independentSteps(step)
      for (const list of bothLists)
        await attempt(`filter ${list.operation} by the status`, () =>
          verifyStatusFilter(verify, listReader(compute, list), server, isExpected ? shownStatus : status),
        )
      end()
      assume(shownStatus !== undefined, 'The server shows no status.', 'servers.status')
    },
  )

  test(
    'rejects the actions that its status does not allow, and does not change',
    verifies(
      ...actions.map(([id]) => id),
      'servers.state.governs-actions',
      // A target may hide a deleted server, and then return 404 for the action.
      ...(status === 'SOFT_DELETED' ? [] : (['status.refused-state'] as const)),
    ),
    async ({ given, compute, verify, skip }) => {
      const server = await given.server({ exclusive: true, forcedStatus: status })
      const path = { serverId: server.id }
      const before = await compute.call('showServer', { path })

      const governsActions = verify.soft('servers.state.governs-actions')
      const responses: (readonly [RequirementId, ApiResponse])[] = []
      for (const [id, body] of actions) {
        const response = await compute.call('actOnServer', { path, body, mayBeRejected: true })
        responses.push([id, response])
        const wasRejected = isRejected(response) === undefined
        if (wasRejected && status !== 'SOFT_DELETED') verify.soft('status.refused-state').hasListedStatus(response)
        const isUnchanged =
          wasRejected && verifyUnchanged(governsActions, before, await compute.call('showServer', { path }))
        // The next action needs a server in the status.
        if (!isUnchanged) await given.forceStatus(server, status)
      }
      // A busy server that accepts several actions ignores its state, rather than the rule of a single action.
      const accepted = responses.filter(([, { isSuccess }]) => isSuccess)
      const ignoresState = isBusy && accepted.length > 1
      for (const [id, response] of responses) {
        if (ignoresState && response.isSuccess) governsActions.isRejected(response)
        else verify.soft(id).isRejected(response)
      }
      if (accepted.length > 0) skip('The target accepted an action, so its rejection cannot be verified.')
    },
  )
})
