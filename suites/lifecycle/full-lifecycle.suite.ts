/**
 * One server from its creation to its deletion: stop, start and resize.
 */
import { assume, describe, test, verifiesPartly } from '#harness'
import { independentSteps } from '../support/independent-steps.ts'
import { compareNetworks } from '../support/networks.ts'
import { verifyPoweredOn, verifySameInDetail, verifyVmState } from '../support/servers/agreement-checks.ts'
import { verifyResize } from '../support/servers/lifecycle-resize.ts'
import { LifecycleServer } from '../support/servers/lifecycle-server.ts'
import { verifyListedFlavor } from '../support/servers/listed-flavor.ts'
import { rebootInBothWays, stopAgain } from '../support/servers/power-actions.ts'
import { bothLists } from '../support/servers/server-list.ts'
import { restStatusOf } from '../support/servers/server-state.ts'
import { readWholeLists } from '../support/servers/whole-lists.ts'

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
      await given.reserveCapacity(1, { priority: 1 })
      const { attempt, end } = independentSteps(step)
      const server = await LifecycleServer.request({ given, compute, build, verify })
      const { resizeFlavor, flavor } = resources
      const compareVmState = (after: string, vmState: 'active' | 'stopped') =>
        attempt(`compare its vm_state after ${after}`, () => verifyVmState(verify, compute, server.id, vmState))

      await step('wait until it is built', () => server.verifyCreation())
      await attempt('compare it with the detailed list', () => verifySameInDetail(verify, compute, server))
      await attempt('compare its addresses with the requested networks', () => server.compareInterfaces())
      if (has('networkService'))
        await attempt('compare its addresses with its ports', () => compareNetworks(compute, server.id, server.built))
      await compareVmState('the creation', 'active')
      await attempt('change what it shows', () => server.changeValues())

      const isStopped = await attempt('stop it', () => server.verifyStop())
      if (isStopped && server.isShownStopped) await compareVmState('os-stop', 'stopped')

      const isStarted = await attempt('start it', async () => {
        assume(isStopped, 'The server was not stopped.', 'servers.stop.becomes-shutoff')
        await server.verifyStart()
      })
      if (isStarted) await compareVmState('os-start', 'active')

      if (resizeFlavor !== undefined && (await attempt('resize it', () => verifyResize(server, resizeFlavor)))) {
        await compareVmState('the resize', 'active')
        await attempt('compare its power_state after the resize', () => verifyPoweredOn(verify, compute, server.id))
        await attempt('compare it with the detailed list after the resize', () =>
          verifySameInDetail(verify, compute, server),
        )
      }
      for (const list of bothLists) {
        await attempt(`look for it in ${list.operation} by its flavor`, async () => {
          const isAsExpected = server.newFlavor !== undefined || resizeFlavor === undefined
          assume(isAsExpected, 'The server did not get the new flavor.', 'servers.resize.changes-flavor')
          const { id, name, newFlavor } = server
          const flavors = { flavor: newFlavor ?? flavor ?? '', former: newFlavor && flavor }
          await verifyListedFlavor(verify, compute, list, { id, name, ...flavors })
        })
      }

      // The oracle compares its attributes with the earlier ones: after the resize, because a reboot could undo it.
      if (isStarted && restStatusOf(await server.show()) === 'ACTIVE')
        await attempt('reboot it', () => rebootInBothWays(compute, server.id))

      if (compute.run.settings.edition !== '2020-03') await attempt('shelve and unshelve it', () => server.shelve())

      // Other tests delete servers that are ACTIVE, or without a host.
      await attempt('stop it again', async () => {
        const isActive = isStopped && restStatusOf(await server.show()) === 'ACTIVE'
        assume(isActive, 'The server is not ACTIVE, or cannot be stopped.')
        await stopAgain(verify, compute, server.id)
        await readWholeLists(compute, server.name)
      })
      await attempt('delete it', () => server.verifyDeletion())
      verify.complete(
        'servers.state.legal-transitions',
        'servers.vm-state.agrees',
        'servers.power-state.agrees',
        'servers.show.equals-detail',
      )

      // After the deletion, because it needs an address to compare with.
      if (has('network')) await attempt('compare the addresses after the actions', async () => server.verifyAddresses())
      end()
    },
  )
})
