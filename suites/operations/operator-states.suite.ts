/**
 * States that no documented call leads to: what a server says of itself there, and which actions it refuses. Judged where
 * the target gives a way there.
 */

import { type ApiResponse, describe, isRejected, test, verifies } from '#harness'
import type { RequirementId } from '#model'
import {
  type ForcedState,
  forcedStates,
  inconsistencies,
  namesOf,
  statusAt,
  verifyStatusFilters,
  verifyUnchanged,
} from '../support/forced-statuses.ts'

/** The actions that the document allows in other states only, and where it says so. */
const refusedIn = ({ allowsStop, allowsHard }: ForcedState): readonly (readonly [RequirementId, object])[] => [
  ['servers.start.only-shutoff', { 'os-start': null }],
  ...(allowsStop ? [] : [['servers.stop.only-active-or-error', { 'os-stop': null }] as const]),
  ['servers.reboot.soft-only-active', { reboot: { type: 'SOFT' } }],
  ...(allowsHard ? [] : [['servers.reboot.hard-only-listed', { reboot: { type: 'HARD' } }] as const]),
]

describe.each(forcedStates)('A server that is $status', (state) => {
  const { status, requirement, isBusy = false } = state
  const refused = refusedIn(state)

  test(
    'says so, agrees with itself, and is found by its status',
    verifies(
      ...(requirement === undefined ? [] : [requirement]),
      'servers.vm-state.agrees',
      'servers.power-state.agrees',
      'servers.task-state.idle',
      'servers.list.status',
      'servers.detail.status',
    ),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true, forcedStatus: status })
      const shown = await compute.call('showServer', { path: { serverId: server.id } })
      const name = shown.string(statusAt) ?? 'nothing'

      if (requirement !== undefined) {
        verify.soft(requirement).holds(namesOf(state).includes(name), shown, {
          message: 'A server is not called by the name of the state that it is in.',
          at: statusAt,
          expected: namesOf(state).join(' or '),
          actual: name,
        })
        if (state.names) verify.soft(requirement).pass(name)
      }
      const found = inconsistencies(shown, state)
      verify.soft('servers.vm-state.agrees').holds(found.vmState === undefined, shown, found.vmState ?? found.none)
      verify.soft('servers.power-state.agrees').holds(found.power === undefined, shown, found.power ?? found.none)
      verify.soft('servers.task-state.idle').holds(found.task === undefined, shown, found.task ?? found.none)
      // By whichever name it has.
      const assertions = { list: verify.soft('servers.list.status'), detail: verify.soft('servers.detail.status') }
      await verifyStatusFilters(compute, server, namesOf(state).includes(name) ? name : status, assertions)
    },
  )

  test(
    'refuses what only other states allow, and nothing comes of it',
    verifies(
      ...refused.map(([id]) => id),
      'servers.state.governs-actions',
      // Where a server that is deleted is hidden, an action finds nothing that could refuse it.
      ...(status === 'SOFT_DELETED' ? [] : (['status.refused-state'] as const)),
    ),
    async ({ given, compute, verify, skip }) => {
      const server = await given.server({ exclusive: true, forcedStatus: status })
      const path = { serverId: server.id }
      const before = await compute.call('showServer', { path })

      const governs = verify.soft('servers.state.governs-actions')
      const responses: (readonly [RequirementId, ApiResponse])[] = []
      for (const [id, body] of refused) {
        const response = await compute.call('actOnServer', { path, body })
        responses.push([id, response])
        const isTaken = isRejected(response) !== undefined
        if (!isTaken && status !== 'SOFT_DELETED') verify.soft('status.refused-state').hasListedStatus(response)
        const isUntouched = !isTaken && verifyUnchanged(governs, before, await compute.call('showServer', { path }))
        // Whatever came of it: the next action is for a server that is in the state.
        if (!isUntouched) await given.forceStatus(server, status)
      }
      // A busy server that takes several actions is too ready for any, and not wrong about one of them.
      const taken = responses.filter(([, { isSuccess }]) => isSuccess)
      const isTooReady = isBusy && taken.length > 1
      for (const [id, response] of responses) {
        if (isTooReady && response.isSuccess) governs.isRejected(response)
        else verify.soft(id).isRejected(response)
      }
      if (taken.length > 0) skip('Not everything was refused; what was taken up says nothing more.')
    },
  )
})
