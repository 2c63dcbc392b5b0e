/**
 * One server from its creation to its deletion, through every state that a client can bring it to by the usual actions.
 */
import {
  type ApiResponse,
  assume,
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
const isRemoved = (response: ApiResponse): boolean => isDeletedServer(response) || isRejected(response) === undefined

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
    async ({ given, compute, step, verify, timeouts, resources, build }) => {
      const flavorRef = assumeDefined(resources.resizeFlavor, 'No flavor to resize to is configured.')
      await given.reserveCapacity()
      const legal = verify.soft('servers.state.legal-transitions')
      const body = build.server('life')
      const created = await compute.call('createServer', { body })
      const serverId = assumeDefined(created.string('body/server/id'), 'There is no server: the create shows no id.')
      const path = { serverId }
      const show = () => compute.call('showServer', { path })
      let shown = created
      const afterwards = new Map<string, ApiResponse>()
      const lookAfter = async (done: string) => {
        if (hasAddress(shown)) afterwards.set(done, await pollUntilSettled(show, hasAddress, timeouts.propagation))
      }

      await step('wait until it is built', async () => {
        const built = await verify('servers.create.becomes-active').reachesStatus(
          serverId,
          'ACTIVE',
          'create',
          timeouts.create,
        )
        verifyTransition(legal, 'create', {
          ...built,
          statusHistory: expectedObservations('create', built.statusHistory),
        })
        shown = built.response
      })

      await step('stop it', async () => {
        const stop = verify('servers.stop.becomes-shutoff')
        stop.isSuccess(await compute.call('actOnServer', { path, body: { 'os-stop': null } }))
        const watch = { after: 'os-stop', until: isPoweredOff, wanted: 'SHUTOFF', timeoutMs: timeouts.stop }
        verifyTransition(legal, 'os-stop from ACTIVE', await stop.waitFor(serverId, watch))
      })

      await step('start it again', async () => {
        const start = verify('servers.start.becomes-active')
        start.isSuccess(await compute.call('actOnServer', { path, body: { 'os-start': null } }))
        const on = await start.reachesStatus(serverId, 'ACTIVE', 'os-start', timeouts.start)
        verifyTransition(legal, 'os-start from SHUTOFF', on)
        await lookAfter('start')
      })

      await step('give it another flavor', async () => {
        assumeFlavor(shown, resources.flavor)
        const wanted = { serverId, flavorRef }
        const change = verify('servers.resize.changes-flavor')
        change.isSuccess(await resizeWith(compute, wanted, 'MANUAL', verify.soft('servers.resize.disk-config')))
        const sight = await resizeAgain(compute, wanted, verify('servers.state.governs-actions'))
        const watch = { ...awaitFlavor(flavorRef), timeoutMs: timeouts.resize }
        const seen = await change.waitFor(serverId, { after: 'resize', ...watch })
        const assertions = { resize: verify('servers.state.resize'), verify: verify('servers.state.verify-resize') }
        verifyResizeStatuses(assertions, { ...seen, statusHistory: [sight, ...seen.statusHistory] })
        const confirm = verify('servers.resize.auto-confirm')
        const on = await confirm.reachesStatus(serverId, 'ACTIVE', 'resize', timeouts.resize)
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
          const byFlavor =
            list.part === 'list' ? verify.soft('servers.list.flavor') : verify.soft('servers.detail.flavor')
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
          const response = await show()
          if (response.isSuccess) statusHistory.push(statusObservationOf(response))
          return response
        }
        const last = await pollUntilSettled(watched, isRemoved, deleted.isSuccess ? timeouts.delete : 0)
        // Whether a deleted server goes is judged with the deletion; here it is only how.
        assume(isRemoved(last), 'The server was not gone in time.')
        verifyTransition(legal, 'delete from ACTIVE', { response: last, statusHistory })
      })

      // Last, since nothing can be said of the addresses of a server that never showed one.
      await step('see whether it kept its address', async () => {
        assume(hasAddress(shown), 'The server showed no address once it was built.')
        const kept = verify.soft('servers.addresses.per-port')
        for (const [done, response] of afterwards) kept.matches(response, keepsAddress(done))
      })
    },
  )
})
