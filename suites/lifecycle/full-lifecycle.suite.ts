/**
 * One server from its creation to its deletion, through every state that a client can bring it to by the usual actions.
 */
import {
  type ApiResponse,
  assumeDefined,
  containsItem,
  describe,
  isDeletedServer,
  isRejected,
  isSuccess,
  type StatusObservation,
  test,
  verifies,
} from '#harness'
import { hasAddress, keepsAddress } from '../support/addresses.ts'
import { pollUntilSettled } from '../support/polling.ts'
import { detailedList, narrowQuery, plainList, reader, servers } from '../support/server-list.ts'
import { assumeFlavor, awaitFlavor, resizeAgain, resizeWith, verifyResizeStatuses } from '../support/server-resize.ts'
import {
  expectedObservations,
  isPoweredOff,
  statusObservationOf,
  verifyTransition,
} from '../support/transition-checks.ts'

/** Not to be had any more: by which refusal is not judged here. */
const isRemoved = (answer: ApiResponse): boolean => isDeletedServer(answer) || isRejected(answer) === undefined

describe('Whole life of a server', () => {
  test(
    'goes only through the states that its actions lead to',
    verifies(
      'servers.create.becomes-active',
      'servers.stop.becomes-shutoff',
      'servers.start.becomes-active',
      'servers.resize.disk-config',
      'servers.resize.changes-flavor',
      'servers.resize.auto-confirm',
      'servers.state.governs-actions',
      'servers.state.resize',
      'servers.state.verify-resize',
      'servers.state.legal-transitions',
      'servers.addresses.per-port',
      'servers.list.flavor',
      'servers.detail.flavor',
    ),
    async ({ given, compute, step, must, should, budget, resources, draft }) => {
      const flavorRef = assumeDefined(resources.resizeFlavor, 'No flavor to resize to is configured.')
      await given.reserveCapacity()
      const legal = should('servers.state.legal-transitions')
      const body = draft.server('life')
      const created = await compute.call('createServer', { body })
      const serverId = assumeDefined(created.string('body/server/id'), 'There is no server: the create shows no id.')
      const path = { serverId }
      const show = () => compute.call('showServer', { path })
      let shown = created
      const afterwards = new Map<string, ApiResponse>()
      const lookAfter = async (done: string) => {
        if (hasAddress(shown)) afterwards.set(done, await pollUntilSettled(show, hasAddress, budget.propagation))
      }

      await step('wait until it is built', async () => {
        const built = await must('servers.create.becomes-active').reachesStatus(
          serverId,
          'ACTIVE',
          'create',
          budget.create,
        )
        verifyTransition(legal, 'create', {
          ...built,
          statusHistory: expectedObservations('create', built.statusHistory),
        })
        shown = built.answer
      })

      await step('stop it', async () => {
        const stop = must('servers.stop.becomes-shutoff')
        stop.isSuccess(await compute.call('actOnServer', { path, body: { 'os-stop': null } }))
        const watch = { after: 'os-stop', until: isPoweredOff, wanted: 'SHUTOFF', timeoutMs: budget.stop }
        verifyTransition(legal, 'os-stop from ACTIVE', await stop.waitFor(serverId, watch))
      })

      await step('start it again', async () => {
        const start = must('servers.start.becomes-active')
        start.isSuccess(await compute.call('actOnServer', { path, body: { 'os-start': null } }))
        const on = await start.reachesStatus(serverId, 'ACTIVE', 'os-start', budget.start)
        verifyTransition(legal, 'os-start from SHUTOFF', on)
        await lookAfter('start')
      })

      await step('give it another flavor', async () => {
        assumeFlavor(shown, resources.flavor)
        const wanted = { serverId, flavorRef }
        const change = must('servers.resize.changes-flavor')
        change.isSuccess(await resizeWith(compute, wanted, 'MANUAL', should('servers.resize.disk-config')))
        const sight = await resizeAgain(compute, wanted, must('servers.state.governs-actions'))
        const watch = { ...awaitFlavor(flavorRef), timeoutMs: budget.resize }
        const seen = await change.waitFor(serverId, { after: 'resize', ...watch })
        const judges = { resize: must('servers.state.resize'), verify: must('servers.state.verify-resize') }
        verifyResizeStatuses(judges, { ...seen, statusHistory: [sight, ...seen.statusHistory] })
        const confirm = must('servers.resize.auto-confirm')
        const on = await confirm.reachesStatus(serverId, 'ACTIVE', 'resize', budget.resize)
        verifyTransition(legal, 'resize from ACTIVE', {
          ...on,
          statusHistory: [sight, ...seen.statusHistory, ...on.statusHistory],
        })
        await lookAfter('resize')
      })

      await step('find it by its new flavor', async () => {
        for (const list of [plainList, detailedList]) {
          const read = reader(compute, list)
          // A list that leaves the server out anyway, or cannot be filtered by name, says nothing of the flavor.
          const bound = await narrowQuery(read, [{ id: serverId, name: String(body.server['name']) }])
          const byFlavor = list.part === 'list' ? should('servers.list.flavor') : should('servers.detail.flavor')
          byFlavor.matches(
            await read({ ...bound, flavor: flavorRef }),
            isSuccess,
            containsItem(servers, 'id', serverId),
          )
        }
      })

      await step('delete it', async () => {
        const deleted = await compute.call('deleteServer', { path })
        const statusHistory: StatusObservation[] = []
        const watched = async () => {
          const answer = await show()
          if (answer.isSuccess) statusHistory.push(statusObservationOf(answer))
          return answer
        }
        const last = await pollUntilSettled(watched, isRemoved, deleted.isSuccess ? budget.delete : 0)
        // Whether a deleted server goes is judged with the deletion; here it is only how.
        assumeDefined(isRemoved(last) || undefined, 'The server was not gone in time.')
        verifyTransition(legal, 'delete from ACTIVE', { answer: last, statusHistory })
      })

      // Last, since nothing can be said of the addresses of a server that never showed one.
      await step('see whether it kept its address', async () => {
        assumeDefined(hasAddress(shown) || undefined, 'The server showed no address once it was built.')
        const kept = should('servers.addresses.per-port')
        for (const [done, answer] of afterwards) kept.matches(answer, keepsAddress(done))
      })
    },
  )
})
