/**
 * One server from its creation to its deletion: stop, start and resize.
 */
import { type ApiResponse, assume, assumeDefined, containsItem, describe, isSuccess, test, verifies } from '#harness'
import { hasAddress, keepsAddress } from '../support/addresses.ts'
import { bothLists, listReader, narrowToServers, serversPointer } from '../support/server-list.ts'
import {
  assumeFlavor,
  resizeWithDiskConfig,
  untilFlavor,
  verifyResizeStatuses,
  verifySecondResizeRejected,
} from '../support/server-resize.ts'
import { untilDeleted, untilPoweredOff } from '../support/server-state.ts'
import { expectedObservations, verifyTransition } from '../support/transition-checks.ts'

describe('Full lifecycle of a server', () => {
  test(
    'has only the statuses that its actions lead to',
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
    async ({ given, compute, step, verify, resources, build }) => {
      const flavorRef = assumeDefined(resources.resizeFlavor, 'No flavor to resize to is configured.')
      await given.reserveCapacity()
      const legalTransitions = verify.soft('servers.state.legal-transitions')
      const body = build.server('lifecycle')
      const created = await compute.call('createServer', { body })
      const serverId = assumeDefined(created.string('body/server/id'), 'The response to createServer has no server id.')
      const path = { serverId }
      const show = () => compute.call('showServer', { path })
      let built = created
      const shownAfterActions = new Map<string, ApiResponse>()
      const showAfter = async (action: string) => {
        if (!hasAddress(built)) return
        const { value: shown } = await compute.poll(show, hasAddress, 'propagation', 'an address')
        shownAfterActions.set(action, shown)
      }

      await step('wait until it is built', async () => {
        const becomesActive = verify('servers.create.becomes-active')
        const { response, statusHistory } = await becomesActive.reachesStatus(serverId, 'ACTIVE', 'create', 'create')
        const observations = expectedObservations('create', statusHistory)
        verifyTransition(legalTransitions, 'create', { response, statusHistory: observations })
        built = response
      })

      await step('stop it', async () => {
        const becomesShutoff = verify('servers.stop.becomes-shutoff')
        becomesShutoff.isSuccess(await compute.call('actOnServer', { path, body: { 'os-stop': null } }))
        const stopped = await becomesShutoff.waitFor(serverId, untilPoweredOff)
        verifyTransition(legalTransitions, 'os-stop from ACTIVE', stopped)
      })

      await step('start it', async () => {
        const becomesActive = verify('servers.start.becomes-active')
        becomesActive.isSuccess(await compute.call('actOnServer', { path, body: { 'os-start': null } }))
        const started = await becomesActive.reachesStatus(serverId, 'ACTIVE', 'os-start', 'start')
        verifyTransition(legalTransitions, 'os-start from SHUTOFF', started)
        await showAfter('os-start')
      })

      await step('resize it', async () => {
        assumeFlavor(built, resources.flavor)
        const request = { serverId, flavorRef }
        const changesFlavor = verify('servers.resize.changes-flavor')
        const diskConfig = verify.soft('servers.resize.disk-config')
        changesFlavor.isSuccess(await resizeWithDiskConfig(compute, request, 'MANUAL', diskConfig))
        const governsActions = verify('servers.state.governs-actions')
        const observation = await verifySecondResizeRejected(compute, request, governsActions)
        const resized = await changesFlavor.waitFor(serverId, untilFlavor(flavorRef))
        const statusHistory = [observation, ...resized.statusHistory]
        const assertions = { resize: verify('servers.state.resize'), verify: verify('servers.state.verify-resize') }
        verifyResizeStatuses(assertions, { response: resized.response, statusHistory })
        const autoConfirm = verify('servers.resize.auto-confirm')
        const confirmed = await autoConfirm.reachesStatus(serverId, 'ACTIVE', 'resize', 'resize')
        verifyTransition(legalTransitions, 'resize from ACTIVE', {
          response: confirmed.response,
          statusHistory: [...statusHistory, ...confirmed.statusHistory],
        })
        await showAfter('resize')
      })

      await step('list it by its new flavor', async () => {
        for (const list of bothLists) {
          const read = listReader(compute, list)
          // A list that leaves out the server, or cannot be filtered by name, shows nothing about the flavor.
          const narrow = await narrowToServers(read, [{ id: serverId, name: String(body.server['name']) }])
          const response = await read({ ...narrow, flavor: flavorRef })
          const hasServer = containsItem(serversPointer, 'id', serverId)
          verify.soft(list.requirements.flavor).matches(response, isSuccess, hasServer)
        }
      })

      await step('delete it', async () => {
        const deletion = await compute.call('deleteServer', { path })
        assume(deletion.isSuccess, 'The server was not deleted.', 'servers.delete.removes')
        const { outcome, response, statusHistory } = await compute.waitForServer(serverId, untilDeleted)
        assume(outcome === 'reached', 'The server was not deleted in time.', 'servers.delete.removes')
        verifyTransition(legalTransitions, 'delete from ACTIVE', { response, statusHistory })
      })

      // The last step, because it ends the test when the server never showed an address.
      await step('compare the addresses after the actions', async () => {
        assume(hasAddress(built), 'The server showed no address when it was built.')
        const perPort = verify.soft('servers.addresses.per-port')
        for (const [action, shown] of shownAfterActions) perPort.matches(shown, keepsAddress(action))
      })
    },
  )
})
