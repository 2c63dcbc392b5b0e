/**
 * resize: a stopped server gets another flavor and stays stopped. The full lifecycle resizes a running server.
 */
import {
  type ApiResponse,
  assume,
  assumeDefined,
  describe,
  hasValueMatching,
  isAtRest,
  test,
  verifiesPartly,
} from '#harness'
import { addOtherGroup } from '../support/security-groups.ts'
import { verifyPoweredDown, verifyVmState } from '../support/servers/agreement-checks.ts'
import { compareByImage } from '../support/servers/filtered-list.ts'
import { rename } from '../support/servers/later-values.ts'
import { resizeBack } from '../support/servers/resize-back.ts'
import {
  assumeFlavor,
  resizeWithDiskConfig,
  verifyNewFlavor,
  verifySecondResize,
} from '../support/servers/server-resize.ts'
import { describeStatus, statusPointer } from '../support/servers/server-state.ts'
import { compareUpdated, distinctTimesMs, isUpdatedAfter } from '../support/servers/updated-time.ts'

const isFinished = (response: ApiResponse): boolean => isAtRest('SHUTOFF')(response) || isAtRest('ACTIVE')(response)

describe('Resize of a stopped server', () => {
  test(
    'ends with the new flavor in SHUTOFF, from which it can be started',
    verifiesPartly({
      always: [
        'servers.resize.changes-flavor',
        'servers.resize.disk-config',
        'servers.resize.stays-shutoff',
        'servers.state.governs-actions',
        'servers.state.resize',
        'servers.state.verify-resize',
        'servers.vm-state.agrees',
        'servers.start.becomes-active',
      ],
      whereAvailable: ['servers.power-state.agrees'],
    }),
    async ({ given, compute, build, step, verify, resources, skip }) => {
      const flavorRef = assumeDefined(resources.resizeFlavor, 'No flavor to resize to is configured.')
      const { id: serverId } = await given.server({
        exclusive: true,
        originalFlavor: true,
        isLong: true,
        state: 'SHUTOFF',
      })
      const show = () => compute.call('showServer', { path: { serverId } })
      const before = await show()
      assumeFlavor(before, resources.flavor)
      await compute.run.clock.sleep(distinctTimesMs)

      const resized = await step('resize it', () =>
        resizeWithDiskConfig(compute, { serverId, flavorRef }, 'AUTO', verify.soft('servers.resize.disk-config')),
      )
      // The document does not say in which statuses a server can be resized.
      if (resized.response.status === 409) skip('The target resizes only servers that are ACTIVE.')
      const { acceptedAgain } = await verifyNewFlavor(verify, compute, resized)

      // servers.resize.auto-confirm covers the confirmation, on a running server.
      const atRest = { expected: 'at rest in SHUTOFF or ACTIVE', at: statusPointer, holds: isFinished }
      const wait = { after: 'resize', name: 'resize', conditions: [atRest] } as const
      const { outcome, response: last } = await compute.waitForServer(serverId, wait)
      assume(outcome === 'reached', 'The resize was not confirmed in time.', 'servers.resize.auto-confirm')
      verify.soft('servers.resize.stays-shutoff').holds(isAtRest('SHUTOFF')(last), last, {
        message: 'A server that was SHUTOFF before its resize is not SHUTOFF after it.',
        at: statusPointer,
        expected: 'SHUTOFF',
        actual: describeStatus(last),
      })
      // It showed the new flavor before the resize was confirmed.
      const hasFlavor = hasValueMatching('body/server/flavor/id', flavorRef, (id) => String(id) === flavorRef)
      const lost = hasFlavor(last)
      if (lost) compute.recordViolation('servers.resize.changes-flavor', last, lost)
      await compareUpdated(compute, serverId, before, isUpdatedAfter)
      await compareByImage(compute, last)
      const vmState = isAtRest('SHUTOFF')(last) ? 'stopped' : 'active'
      await verifyVmState(verify, compute, serverId, vmState)
      if (acceptedAgain) await verifySecondResize(verify, compute, resized, acceptedAgain)
      if (vmState !== 'stopped') skip('The resize has started the server.')
      await verifyPoweredDown(verify, compute, serverId)
      // A group and a name that the server gets while it is stopped must not be lost when it starts.
      const compareName = await rename(compute, serverId, build.name('resized'))
      const removeGroup = await addOtherGroup(compute, serverId)
      const becomesActive = verify('servers.start.becomes-active')
      const started = await compute.call('actOnServer', { path: { serverId }, body: { 'os-start': null } })
      // A server that is no longer stopped may reject it.
      if (!started.isSuccess)
        assume(
          describeStatus(await show()) === 'SHUTOFF',
          'The server is no longer SHUTOFF.',
          'servers.update.single-attribute',
        )
      becomesActive.isSuccess(started)
      await becomesActive.reachesStatus(serverId, 'ACTIVE', 'os-start after a resize', 'start')
      await compareName()
      await removeGroup()
      await resizeBack(compute, resized.request, resources.flavor)
    },
  )
})
