/**
 * One server from its creation to its deletion: stop, start and resize.
 */
import { type ApiResponse, assume, describe, hasAddress, test, verifiesPartly, type WaitOptions } from '#harness'
import { keepsAddress } from '../support/addresses.ts'
import { independentSteps } from '../support/independent-steps.ts'
import { compareNetworks } from '../support/networks.ts'
import { requestServerById, untilActive, waitUntilActive } from '../support/servers/active-server.ts'
import { verifyPoweredOn, verifySameInDetail, verifyVmState } from '../support/servers/agreement-checks.ts'
import { requestEquippedServer } from '../support/servers/equipped-server.ts'
import { watchMembership } from '../support/servers/group-watch.ts'
import { deletePair, setLaterPair, setLaterValues } from '../support/servers/later-values.ts'
import { verifyListedFlavor } from '../support/servers/listed-flavor.ts'
import { rebootInBothWays, stopAgain } from '../support/servers/power-actions.ts'
import { tryForbiddenAction } from '../support/servers/rejected-actions.ts'
import { bothLists } from '../support/servers/server-list.ts'
import {
  assumeFlavor,
  observationsToVerify,
  resizeWithDiskConfig,
  verifyNewFlavor,
  verifySecondResize,
} from '../support/servers/server-resize.ts'
import { shelveAndUnshelve } from '../support/servers/server-shelving.ts'
import {
  bringToActive,
  describeStatus,
  restStatusOf,
  stoppedStatuses,
  untilDeleted,
  untilPoweredOff,
} from '../support/servers/server-state.ts'
import { compareUpdated } from '../support/servers/updated-time.ts'
import { readBothLists, readWholeLists } from '../support/servers/whole-lists.ts'
import { expectedObservations, verifyTransition } from '../support/transition-checks.ts'

describe('Full lifecycle of a server', () => {
  test(
    'shows only statuses that follow from its actions',
    verifiesPartly({
      always: [
        'servers.create.becomes-active',
        'servers.stop.becomes-shutoff',
        'servers.start.becomes-active',
        'servers.state.legal-transitions',
        'servers.list.flavor',
        'servers.detail.flavor',
        'servers.delete.removes',
        'servers.vm-state.agrees',
        'servers.show.equals-detail',
      ],
      whereAvailable: [
        'servers.power-state.agrees',
        'servers.state.governs-actions',
        'servers.resize.disk-config',
        'servers.resize.changes-flavor',
        'servers.resize.auto-confirm',
        'servers.state.resize',
        'servers.state.verify-resize',
        'servers.addresses.per-port',
      ],
    }),
    async ({ given, compute, step, verify, resources, build, has }) => {
      await given.reserveCapacity()
      const { attempt, end } = independentSteps(step)
      const legalTransitions = verify.soft('servers.state.legal-transitions')
      const equipped = await requestEquippedServer({ given, compute, build }, 'lifecycle')
      const plain = build.server('lifecycle')
      const requestPlain = () => requestServerById(compute, plain)
      const { serverId, created, becoming } = await waitUntilActive(compute, equipped, requestPlain)
      let name = String(serverId === equipped.serverId ? equipped.name : plain.server['name'])
      const path = { serverId }
      const show = () => compute.call('showServer', { path })
      const act = (action: string) => compute.call('actOnServer', { path, body: { [action]: null } })
      let built = created
      const shownAfterActions = new Map<string, ApiResponse>()
      const checkMembership = await watchMembership(
        compute,
        serverId === equipped.serverId ? equipped.group : undefined,
        serverId,
      )
      const showAfter = async (action: string) => {
        await checkMembership(action)
        if (!hasAddress(built)) return
        const { value: shown } = await compute.poll(show, hasAddress, 'propagation', 'an address')
        shownAfterActions.set(action, shown)
      }

      await step('wait until it is built', async () => {
        const becomesActive = verify('servers.create.becomes-active')
        const { response, statusHistory, mismatch, blockedBy } = becoming
        if (mismatch) {
          assume(blockedBy === undefined, mismatch.message, blockedBy)
          becomesActive.holds(false, response, mismatch)
        }
        becomesActive.pass()
        verify.complete('servers.create.becomes-active')
        const observations = expectedObservations('create', statusHistory)
        verifyTransition(legalTransitions, 'create', { response, statusHistory: observations })
        built = hasAddress(response)
          ? response
          : (await compute.poll(show, hasAddress, 'propagation', 'an address')).value
      })

      await attempt('compare it with the detailed list', () =>
        verifySameInDetail(verify, compute, { id: serverId, name }),
      )
      if (has('networkService'))
        await attempt('compare its addresses with its ports', () => compareNetworks(compute, serverId, built))
      const compareVmState = (after: string, vmState: 'active' | 'stopped') =>
        attempt(`compare its vm_state after ${after}`, () => verifyVmState(verify, compute, serverId, vmState))
      await compareVmState('the creation', 'active')

      let checkDeletedPair = async (): Promise<void> => undefined
      await attempt('change what it shows', async () => {
        name = await setLaterValues(compute, { id: serverId, name }, build.name('lifecycle-later'))
        checkDeletedPair = await deletePair(compute, serverId)
      })
      const forbid = (action: string, rest: WaitOptions) =>
        tryForbiddenAction(compute, serverId, { [action]: null }, rest)

      // servers.state.shutoff covers another status of a stopped server.
      let isNamed = false
      const isStopped = await attempt('stop it', async () => {
        await forbid('os-start', { ...untilActive, after: 'os-start', name: 'start' })
        const becomesShutoff = verify('servers.stop.becomes-shutoff')
        becomesShutoff.isSuccess(await act('os-stop'))
        const stopped = await becomesShutoff.waitFor(serverId, untilPoweredOff)
        verify.complete('servers.stop.becomes-shutoff')
        isNamed = stoppedStatuses.includes(describeStatus(stopped.response))
        if (isNamed) verifyTransition(legalTransitions, 'os-stop from ACTIVE', stopped)
      })
      if (isStopped && isNamed) await compareVmState('os-stop', 'stopped')

      const isStarted = await attempt('start it', async () => {
        assume(isStopped, 'The server was not stopped.', 'servers.stop.becomes-shutoff')
        await forbid('os-stop', untilPoweredOff)
        await setLaterPair(compute, serverId, 'conformance-stopped')
        await checkMembership('os-stop')
        const becomesActive = verify('servers.start.becomes-active')
        becomesActive.isSuccess(await act('os-start'))
        const started = await becomesActive.reachesStatus(serverId, 'ACTIVE', 'os-start', 'start')
        verify.complete('servers.start.becomes-active')
        if (isNamed) verifyTransition(legalTransitions, 'os-start from SHUTOFF', started)
        await showAfter('os-start')
      })
      if (isStarted) await compareVmState('os-start', 'active')

      // The oracle compares the attributes of the server with the earlier ones.
      if (isStarted) await attempt('reboot it', () => rebootInBothWays(compute, serverId))

      let hasNewFlavor = false
      const { resizeFlavor, flavor } = resources
      const resizeTo = async (flavorRef: string) => {
        assumeFlavor(built, flavor)
        await bringToActive(compute, serverId)
        const before = await show()
        assume(restStatusOf(before) === 'ACTIVE', 'The server is not ACTIVE.', 'servers.stop.becomes-shutoff')
        const diskConfig = verify.soft('servers.resize.disk-config')
        const attempted = await resizeWithDiskConfig(compute, { serverId, flavorRef }, 'MANUAL', diskConfig)
        const { statusHistory, acceptedAgain } = await verifyNewFlavor(verify, compute, attempted)
        hasNewFlavor = true
        if (acceptedAgain) {
          const { outcome } = await compute.waitForServer(serverId, { ...untilActive, after: 'resize', name: 'resize' })
          const reason = 'A second resize was accepted during the first, and the server is not ACTIVE.'
          assume(outcome === 'reached', reason, 'servers.state.governs-actions')
        }
        const autoConfirm = verify('servers.resize.auto-confirm')
        const confirmed = await autoConfirm.reachesStatus(serverId, 'ACTIVE', 'resize', 'resize')
        verify.complete('servers.resize.auto-confirm')
        await showAfter('resize')
        await compareUpdated(compute, serverId, before)
        name = await setLaterValues(compute, { id: serverId, name }, build.name('lifecycle-resized'))
        // After a second resize, the statuses do not belong to the first one alone.
        if (acceptedAgain) return verifySecondResize(verify, compute, attempted, acceptedAgain)
        verifyTransition(legalTransitions, 'resize from ACTIVE', {
          response: confirmed.response,
          statusHistory: observationsToVerify('resize from ACTIVE', [...statusHistory, ...confirmed.statusHistory]),
        })
      }
      if (resizeFlavor !== undefined && (await attempt('resize it', () => resizeTo(resizeFlavor)))) {
        await compareVmState('the resize', 'active')
        await attempt('compare its power_state after the resize', () => verifyPoweredOn(verify, compute, serverId))
        await attempt('compare it with the detailed list after the resize', () =>
          verifySameInDetail(verify, compute, { id: serverId, name }),
        )
      }

      for (const list of bothLists) {
        await attempt(`look for it in ${list.operation} by its flavor`, async () => {
          const isAsExpected = hasNewFlavor || resizeFlavor === undefined
          assume(isAsExpected, 'The server did not get the new flavor.', 'servers.resize.changes-flavor')
          const ofServer = { id: serverId, name, flavor: resizeFlavor ?? flavor ?? '' }
          await verifyListedFlavor(verify, compute, list, { ...ofServer, former: hasNewFlavor ? flavor : undefined })
        })
      }

      if (compute.run.settings.edition !== '2020-03')
        await attempt('shelve and unshelve it', async () => {
          await bringToActive(compute, serverId)
          await shelveAndUnshelve(compute, serverId, () => checkMembership('shelve'))
          await showAfter('unshelve')
        })

      // Other tests delete servers that are ACTIVE, or without a host.
      await attempt('stop it again', async () => {
        assume(isStopped && restStatusOf(await show()) === 'ACTIVE', 'The server is not ACTIVE, or cannot be stopped.')
        await stopAgain(verify, compute, serverId)
        await readWholeLists(compute, name)
      })

      await attempt('delete it', async () => {
        // The oracle reports a keypair that is deleted together with the server.
        const showKey = () => equipped.key && compute.call('showKeypair', { path: { keypairName: equipped.key } })
        await showKey()
        await checkDeletedPair()
        const status = restStatusOf(await show())
        const removes = verify('servers.delete.removes')
        removes.isSuccess(await compute.call('deleteServer', { path }))
        await readBothLists(compute)
        const deletion = await removes.waitFor(serverId, untilDeleted)
        verify.complete('servers.delete.removes')
        await showKey()
        if (status) verifyTransition(legalTransitions, `delete from ${status}`, deletion)
      })
      verify.complete(
        'servers.state.legal-transitions',
        'servers.vm-state.agrees',
        'servers.power-state.agrees',
        'servers.show.equals-detail',
      )

      // After the deletion, because it needs an address to compare with.
      const compareAddresses = async () => {
        assume(hasAddress(built), 'The server showed no address when it was built.', 'servers.addresses.per-port')
        const perPort = verify.soft('servers.addresses.per-port')
        for (const [action, shown] of shownAfterActions) perPort.matches(shown, keepsAddress(action))
        assume(shownAfterActions.size > 0, 'No action that could change the addresses was completed.')
        verify.complete('servers.addresses.per-port')
      }
      if (has('network')) await attempt('compare the addresses after the actions', compareAddresses)
      end()
    },
  )
})
