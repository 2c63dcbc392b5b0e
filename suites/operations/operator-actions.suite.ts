/**
 * Actions in statuses that only an operator can set: actions that the document allows succeed, and requests for which it names no
 * condition either take effect or are rejected without effect. Only for targets on which the suite can set the statuses.
 */
import { isDeepStrictEqual } from 'node:util'
import {
  type ApiResponse,
  assume,
  assumeDefined,
  containsItem,
  describe,
  hasValue,
  hasValueMatching,
  isAtRest,
  test,
  verifies,
} from '#harness'
import { forcedStates, settlesIn, verifyUnchanged } from '../support/forced-statuses.ts'
import {
  excludesGroup,
  keepsOtherGroups,
  removeGroupIfShown,
  securityGroupsPointer,
} from '../support/security-groups.ts'
import { deleteImageWhenReady } from '../support/servers/server-image.ts'
import { hasVolume, lacksVolume } from '../support/shown-volumes.ts'
import { attachVolume, awaitAttached, findAttachment, withVolumeAndServer } from '../support/volume-attachment.ts'

const hardReboot = { reboot: { type: 'HARD' } }

/** Without ERROR, which servers.reboot.hard-from-error covers. */
const hardRebootStates = forcedStates.filter(({ status, allowsHardReboot }) => allowsHardReboot && status !== 'ERROR')

/** Statuses in which a server stays. For most requests the document does not say whether they are allowed there. */
const idleStates = forcedStates.filter(({ isIdle }) => isIdle)

describe('An action that the document allows in a forced status', () => {
  test.for(hardRebootStates)(
    'makes a server ACTIVE by a hard reboot in $status, or is rejected',
    verifies('servers.reboot.hard-listed-states'),
    async ({ status, isBusy = false }, { given, compute, verify }) => {
      const server = await given.server({ exclusive: true, forcedStatus: status })
      const hardReboots = verify('servers.reboot.hard-listed-states')

      const response = await compute.call('actOnServer', { path: { serverId: server.id }, body: hardReboot })

      if (!response.isSuccess) hardReboots.isRejected(response)
      // servers.reboot.hard covers the result for a server that is rebooting.
      else if (!isBusy) await hardReboots.reachesStatus(server.id, 'ACTIVE', `hard reboot from ${status}`, 'reboot')
      hardReboots.pass(response.isSuccess ? 'accepted' : 'refused')
    },
  )

  test(
    'makes a server ACTIVE by a hard reboot in ERROR',
    verifies('servers.reboot.hard-from-error'),
    async ({ given, compute, verify }) => {
      const { id } = await given.server({ exclusive: true, forcedStatus: 'ERROR' })
      const hardFromError = verify('servers.reboot.hard-from-error')

      hardFromError.isSuccess(await compute.call('actOnServer', { path: { serverId: id }, body: hardReboot }))
      // `reachesStatus` would treat the ERROR before the reboot as a failure.
      const show = () => compute.withPhase('wait').call('showServer', { path: { serverId: id } })
      await hardFromError.eventually(show, settlesIn('ACTIVE'), 'reboot')
    },
  )

  test('stops a server in ERROR', verifies('servers.stop.only-active-or-error'), async ({ given, compute, verify }) => {
    const { id } = await given.server({ exclusive: true, forcedStatus: 'ERROR' })

    const response = await compute.call('actOnServer', { path: { serverId: id }, body: { 'os-stop': null } })

    // servers.stop.becomes-shutoff covers the result, for an ACTIVE server.
    verify('servers.stop.only-active-or-error').isSuccess(response)
  })

  test.for(idleStates)(
    'creates an image in $status only if the document allows it',
    verifies('images.create.states'),
    async ({ status, allowsImage }, { given, compute, build, verify }) => {
      const server = await given.server({ exclusive: true, kind: 'local' })
      const path = { serverId: server.id }
      const leaveStatus = await given.forceStatus(server, status)
      const createAndDelete = async () => {
        const createImage = { name: build.name('image'), metadata: { purpose: 'test' } }
        const response = await compute.call('actOnServer', { path, body: { createImage } })
        await deleteImageWhenReady(compute, server.id, response)
        return response
      }

      const response = await createAndDelete()

      if (allowsImage !== true) verify('images.create.states').isRejected(response)
      else if (response.isSuccess) verify('images.create.states').pass()
      else {
        // The rejection is due to the status only if the same request is accepted in ACTIVE.
        await leaveStatus()
        await compute.poll(() => compute.call('showServer', { path }), isAtRest('ACTIVE'), 'start', 'os-start')
        const { isSuccess } = await createAndDelete()
        assume(isSuccess, 'No image of the server can be created in ACTIVE either.', 'images.create.accepted')
        verify('images.create.states').isSuccess(response)
      }
    },
  )
})

/** Matches a rejection because of the status of the server. */
const isRejectedForStatus = ({ status }: ApiResponse): boolean => status === 409

const rejectionReason = (request: string, status: string): string =>
  `${request} is rejected in ${status}, which the document allows, so its effect cannot be verified.`

describe.each(idleStates)('A request without a documented condition, for a server that is $status', ({ status }) => {
  test(
    'renames the server, or is rejected without effect',
    verifies('servers.update.renames', 'servers.state.governs-actions'),
    async ({ given, compute, build, verify, skip }) => {
      const { id } = await given.server({ exclusive: true, forcedStatus: status })
      const path = { serverId: id }
      const show = () => compute.call('showServer', { path })
      const before = await show()
      const oldName = assumeDefined(before.string('body/server/name'), 'The server shows no name.', 'servers.name')
      const name = build.name('renamed')

      const updated = await compute.call('updateServer', { path, body: { server: { name } } })

      const governsActions = verify.soft('servers.state.governs-actions')
      verifyUnchanged(governsActions, before, await show())
      if (updated.isSuccess) {
        const hasName = hasValue('body/server/name', name)
        await verify('servers.update.renames').eventually(show, hasName)
      } else {
        if (isRejectedForStatus(updated)) governsActions.matches(await show(), hasValue('body/server/name', oldName))
        skip(rejectionReason('A new name', status))
      }
    },
  )

  test(
    'adds and removes a security group, or is rejected without effect',
    verifies('groups.add.attaches', 'groups.remove.detaches', 'servers.state.governs-actions'),
    async ({ given, compute, verify, skip }) => {
      const name = await given.securityGroup()
      const { id } = await given.server({ exclusive: true, forcedStatus: status })
      const path = { serverId: id }
      const show = () => compute.call('showServer', { path })
      const before = await removeGroupIfShown(compute, id, name)
      const act = (action: 'addSecurityGroup' | 'removeSecurityGroup') =>
        compute.call('actOnServer', { path, body: { [action]: { name } } })

      const added = await act('addSecurityGroup')
      const governsActions = verify.soft('servers.state.governs-actions')
      verifyUnchanged(governsActions, before, await show())
      if (!added.isSuccess) {
        const hasSameGroups = hasValueMatching(securityGroupsPointer, 'the same groups as before', (value) =>
          isDeepStrictEqual(value, before.at(securityGroupsPointer)),
        )
        if (isRejectedForStatus(added)) governsActions.matches(await show(), hasSameGroups)
        skip(rejectionReason('addSecurityGroup', status))
      }
      const attaches = verify.soft('groups.add.attaches')
      const hasGroup = containsItem(securityGroupsPointer, 'name', name)
      const shown = await attaches.eventually(show, hasGroup)
      attaches.matches(shown, keepsOtherGroups(name, before))
      verify.complete('groups.add.attaches')

      const removed = await act('removeSecurityGroup')
      if (!removed.isSuccess) skip(rejectionReason('removeSecurityGroup', status))
      const detaches = verify('groups.remove.detaches')
      const after = await detaches.eventually(show, excludesGroup(name))
      verify.soft('groups.remove.detaches').matches(after, keepsOtherGroups(name, shown))
    },
  )

  test(
    'attaches a volume, or is rejected without effect',
    verifies('attachments.create.attaches', 'servers.state.governs-actions'),
    async ({ given, compute, verify, skip }) => {
      await withVolumeAndServer(
        { given, compute },
        async (attachment) => {
          const { serverId, volumeId } = attachment
          const path = { serverId }
          const showServer = () => compute.call('showServer', { path })
          const find = () => findAttachment(compute, attachment)
          const before = await showServer()

          const response = await attachVolume(compute, attachment)

          const governsActions = verify.soft('servers.state.governs-actions')
          verifyUnchanged(governsActions, before, await showServer())
          if (!response.isSuccess) {
            if (isRejectedForStatus(response)) await governsActions.eventually(find, lacksVolume(volumeId))
            skip(rejectionReason('attachVolume', status))
          }
          await awaitAttached(compute, attachment)
          await verify('attachments.create.attaches').eventually(find, hasVolume(volumeId))
        },
        { forcedStatus: status },
      )
    },
  )

  test(
    'starts a resize, or is rejected without effect',
    verifies('servers.state.governs-actions'),
    async ({ given, compute, resources, verify, skip }) => {
      const server = await given.server({ exclusive: true, forcedStatus: status })
      const path = { serverId: server.id }
      const before = await compute.call('showServer', { path })
      const flavorRef = [resources.flavor, resources.resizeFlavor].find(
        (flavor) => flavor !== before.id('body/server/flavor/id'),
      )
      if (flavorRef === undefined) skip('No flavor to resize to is configured.')

      const response = await compute.call('actOnServer', { path, body: { resize: { flavorRef } } })

      const governsActions = verify.soft('servers.state.governs-actions')
      if (response.isSuccess) governsActions.pass()
      else verifyUnchanged(governsActions, before, await compute.call('showServer', { path }))
    },
  )
})
