/**
 * shelve and unshelve: a server gives up its host and gets another one.
 */
import {
  type ApiResponse,
  allOf,
  assume,
  assumeSuccess,
  type ComputeClient,
  describe,
  inStatus,
  isSuccess,
  probes,
  test,
  verifiesPartly,
  type WaitName,
  type WaitOptions,
  withoutTask,
} from '#harness'
import { independentSteps } from '../support/independent-steps.ts'
import {
  verifyPoweredOff,
  verifyPoweredOn,
  verifySameInDetail,
  verifyVmState,
} from '../support/servers/agreement-checks.ts'
import { verifyLeavesOut } from '../support/servers/filtered-list.ts'
import { lacksFormer } from '../support/servers/former-server.ts'
import { rename } from '../support/servers/later-values.ts'
import {
  bothLists,
  containsServer,
  isWellFormedList,
  listReader,
  narrowToServers,
  plainList,
} from '../support/servers/server-list.ts'
import { untilOffloaded } from '../support/servers/server-shelving.ts'
import { verifyTransition } from '../support/transition-checks.ts'

/** The actions that need a host, with the requirement that forbids them without one. */
const actionsWithHost = (resizeFlavor: string | undefined) =>
  [
    ['servers.start.only-shutoff', { 'os-start': null }],
    ['servers.stop.only-active-or-error', { 'os-stop': null }],
    ['servers.reboot.soft-only-active', { reboot: { type: 'SOFT' } }],
    ...(resizeFlavor === undefined
      ? []
      : [['servers.resize.only-active-or-shutoff', { resize: { flavorRef: resizeFlavor } }] as const]),
  ] as const

/** Returns the wait until a server is ACTIVE after an action that schedules or starts it. */
const untilActive = (after: string, name: WaitName): WaitOptions => ({
  after,
  name,
  conditions: [inStatus('ACTIVE'), withoutTask],
})

/** Records a violation if the list still finds an unshelved server by its former status. */
async function recordIfStillListed(compute: ComputeClient, id: string): Promise<void> {
  const lacks = lacksFormer(id, 'status')
  const read = () => listReader(compute, plainList)({ status: 'SHELVED_OFFLOADED' })
  const isGone = (list: ApiResponse) => lacks(list) === undefined
  const { value: list } = await compute.poll(read, isGone, 'propagation', 'servers.list.status')
  const mismatch = lacks(list)
  if (mismatch) compute.recordViolation('servers.list.status', list, mismatch)
}

describe('Shelving', () => {
  test(
    'goes from ACTIVE to SHELVED_OFFLOADED and back to ACTIVE',
    verifiesPartly({
      always: [
        'servers.shelve.becomes-offloaded',
        'servers.shelve.only-active',
        'servers.unshelve.becomes-active',
        'servers.state.legal-transitions',
        'servers.show.equals-detail',
        'servers.list.answers',
        'servers.detail.answers',
        'servers.list.status',
        'servers.detail.status',
        'servers.start.only-shutoff',
        'servers.stop.only-active-or-error',
        'servers.reboot.soft-only-active',
        'servers.vm-state.agrees',
        'servers.power-state.agrees',
        'status.refused-state',
      ],
      whereAvailable: ['servers.resize.only-active-or-shutoff', 'servers.list.flavor', 'servers.detail.flavor'],
    }),
    async ({ given, compute, build, step, verify, resources }) => {
      const server = await given.server({ exclusive: true, originalFlavor: true })
      const path = { serverId: server.id }
      const { attempt, end } = independentSteps(step)
      const shelve = { shelve: null }
      const legalTransitions = verify.soft('servers.state.legal-transitions')

      const imagePointer = 'body/server/image/id'
      const image = (await compute.call('showServer', { path })).id(imagePointer)

      await step('shelve the server', async () => {
        const becomesOffloaded = verify('servers.shelve.becomes-offloaded')
        const accepted = await compute.call('actOnServer', { path, body: shelve })
        becomesOffloaded.isSuccess(accepted)
        assumeSuccess(accepted, 'The server cannot be shelved.', 'servers.shelve.becomes-offloaded')
        const offloaded = await becomesOffloaded.waitFor(server.id, untilOffloaded)
        verify.complete('servers.shelve.becomes-offloaded')
        verifyTransition(legalTransitions, 'shelve from ACTIVE', offloaded)
        await verifyPoweredOff(verify, compute, server.id)
      })

      await step('shelve it again', async () => {
        const again = await compute.call('actOnServer', { path, body: shelve, mayBeRejected: true })
        verify.soft('servers.shelve.only-active').isRejected(again)
        verify.complete('servers.shelve.only-active')
        if (!again.isSuccess) return
        const { outcome } = await compute.waitForServer(server.id, untilOffloaded)
        assume(outcome === 'reached', 'The server is not at rest.', 'servers.shelve.only-active')
      })

      await attempt('compare it with the detailed list', () => verifySameInDetail(verify, compute, server))

      for (const list of bothLists) {
        const read = listReader(compute, list).until(server.id)
        await attempt(`look for it in ${list.operation}`, async () => {
          const { answers } = list.requirements
          if (isWellFormedList(await read())) await verify.soft(answers).eventually(read, containsServer(server.id))
          verify.complete(answers)
        })
        await attempt(`look for it in ${list.operation} by its status and its flavor`, async () => {
          const narrow = await narrowToServers(read, [server])
          const readByStatus = () => read({ ...narrow, status: 'SHELVED_OFFLOADED' })
          await verify(list.requirements.status).eventually(readByStatus, allOf(isSuccess, containsServer(server.id)))
          await verifyLeavesOut(verify(list.requirements.status), read, { ...narrow, status: 'ACTIVE' }, server.id)
          verify.complete(list.requirements.status)
          const { flavor } = resources
          if (flavor === undefined) return
          const readByFlavor = () => read({ ...narrow, flavor })
          await verify
            .soft(list.requirements.flavor)
            .eventually(readByFlavor, allOf(isSuccess, containsServer(server.id)))
          verify.complete(list.requirements.flavor)
        })
      }

      for (const [requirement, action] of actionsWithHost(resources.resizeFlavor)) {
        await step(`try ${Object.keys(action)[0]}`, async () => {
          const response = await compute.call('actOnServer', { path, body: action, mayBeRejected: true })
          verify.soft(requirement).isRejected(response)
          verify.complete(requirement)
          if (!response.isSuccess) verify.soft('status.refused-state').hasListedStatus(response)
          // The accepted action, not unshelve, determines the next status of the server.
          assume(!response.isSuccess, 'The server accepted an action for which it has no host.', requirement)
        })
      }

      verify.complete('status.refused-state')

      await step('unshelve it', async () => {
        const compareName = await rename(compute, server.id, build.name('unshelved'))
        const becomesActive = verify('servers.unshelve.becomes-active')
        becomesActive.isSuccess(await compute.call('actOnServer', { path, body: { unshelve: null } }))
        const unshelved = await becomesActive.reachesStatus(server.id, 'ACTIVE', 'unshelve', 'create')
        verify.complete('servers.unshelve.becomes-active')
        verifyTransition(legalTransitions, 'unshelve from SHELVED_OFFLOADED', unshelved)
        await compareName()
        const shown = unshelved.response
        const isKept = image === undefined || shown.id(imagePointer) === image
        // Nova restores the image before the server is ACTIVE (nova/compute/manager.py, `_unshelve_instance`).
        if (!isKept)
          compute.recordViolation('servers.create.image-used', shown, {
            message: 'A server has another image after it was shelved and unshelved.',
            at: imagePointer,
            expected: image,
            actual: shown.id(imagePointer) ?? 'none',
          })
        await recordIfStillListed(compute, server.id)
      })
      await verifyVmState(verify, compute, server.id, 'active')
      verify.complete('servers.vm-state.agrees')
      await verifyPoweredOn(verify, compute, server.id)
      end()
    },
  )

  test(
    'rejects an unshelve of a server that is ACTIVE or SHUTOFF',
    probes('servers.unshelve.only-offloaded', 'status.refused-state'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true, state: 'SHUTOFF' })
      const path = { serverId: server.id }
      const unshelve = () => compute.call('actOnServer', { path, body: { unshelve: null }, mayBeRejected: true })

      const stopped = await unshelve()
      verify('servers.unshelve.only-offloaded').isRejected(stopped)
      verify.soft('status.refused-state').hasListedStatus(stopped)
      const started = await compute.call('actOnServer', { path, body: { 'os-start': null } })
      assumeSuccess(started, 'The server cannot be started.', 'servers.start.becomes-active')
      const { outcome } = await compute.waitForServer(server.id, untilActive('os-start', 'start'))
      assume(outcome === 'reached', 'The server cannot be started.', 'servers.start.becomes-active')
      const active = await unshelve()
      verify('servers.unshelve.only-offloaded').isRejected(active)
      verify.soft('status.refused-state').hasListedStatus(active)
    },
  )
})
