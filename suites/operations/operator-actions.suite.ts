/**
 * Actions on servers in states that no documented call leads to: what the document allows there has to be done, and what it
 * says nothing of has to be done where it is accepted. Judged where the target gives a way there.
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
import { pollUntilSettled } from '../support/polling.ts'
import { assumeGroupNames, keepsOtherGroups, withoutGroup } from '../support/security-groups.ts'
import { deleteImageWhenReady } from '../support/server-image.ts'
import { awaitAttached, findAttachment, named, withVolumeAndServer } from '../support/volume-attachment.ts'

const groupsAt = 'body/server/security_groups'

const hard = { reboot: { type: 'HARD' } }

const listed = forcedStates.filter(({ allowsHard, allowsStop }) => allowsHard && !allowsStop)
/** States that last. Of other requests in them the document says neither that they are allowed nor that they are not. */
const lasting = forcedStates.filter(({ isIdle }) => isIdle)

describe('What is allowed in a state that only an operator reaches', () => {
  test.for(listed)(
    'makes a server that is $status ACTIVE by a hard reboot, or refuses that',
    verifies('servers.reboot.hard-listed-states'),
    async ({ status, isBusy = false }, { given, compute, verify, timeouts }) => {
      const server = await given.server({ exclusive: true, forcedStatus: status })
      const assertion = verify('servers.reboot.hard-listed-states')

      const response = await compute.call('actOnServer', { path: { serverId: server.id }, body: hard })

      if (!response.isSuccess) assertion.isRejected(response)
      // Of a server that runs it is judged by itself where a hard reboot ends.
      else if (!isBusy)
        await assertion.reachesStatus(server.id, 'ACTIVE', `hard reboot from ${status}`, timeouts.reboot)
      assertion.pass(response.isSuccess ? 'accepted' : 'refused')
    },
  )

  test(
    'makes a server in ERROR ACTIVE by a hard reboot',
    verifies('servers.reboot.hard-from-error'),
    async ({ given, compute, verify, timeouts }) => {
      const { id } = await given.server({ exclusive: true, forcedStatus: 'ERROR' })

      verify('servers.reboot.hard-from-error').isSuccess(
        await compute.call('actOnServer', { path: { serverId: id }, body: hard }),
      )
      // ERROR is where it comes from, and not, as elsewhere, a failure to get there.
      const show = () => compute.withPhase('wait').call('showServer', { path: { serverId: id } })
      await verify('servers.reboot.hard-from-error').eventually(show, settlesIn('ACTIVE'), timeouts.reboot)
    },
  )

  test('stops a server in ERROR', verifies('servers.stop.only-active-or-error'), async ({ given, compute, verify }) => {
    const { id } = await given.server({ exclusive: true, forcedStatus: 'ERROR' })

    const stopped = await compute.call('actOnServer', { path: { serverId: id }, body: { 'os-stop': null } })

    // What a stop leads to is another requirement's business.
    verify('servers.stop.only-active-or-error').isSuccess(stopped)
  })

  test.for(lasting)(
    'makes an image of a server that is $status, or does not, as the document lists it',
    verifies('images.create.states'),
    async ({ status, allowsImage }, { given, compute, target, build, verify, timeouts }) => {
      const server = await given.server({ exclusive: true, kind: 'local' })
      const path = { serverId: server.id }
      const back = await given.forceStatus(server, status)
      const make = async () => {
        const createImage = { name: build.name('image'), metadata: { purpose: 'test' } }
        const response = await compute.call('actOnServer', { path, body: { createImage } })
        await deleteImageWhenReady({ compute, target }, server.id, response)
        return response
      }

      const response = await make()

      if (allowsImage !== true) verify('images.create.states').isRejected(response)
      else if (response.isSuccess) verify('images.create.states').pass()
      else {
        // It is the state that is to blame only where the same is accepted in another.
        await back()
        await pollUntilSettled(() => compute.call('showServer', { path }), isAtRest('ACTIVE'), timeouts.start)
        assume((await make()).isSuccess, 'No image can be made of the server at all.')
        verify('images.create.states').isSuccess(response)
      }
    },
  )
})

/** Refused for the state that the server is in, and not for anything else. */
const isForState = ({ status }: ApiResponse): boolean => status === 409

/** Why a test ends in which there is no effect to see. */
const asItMay = (what: string, status: string): string => `${what} is refused in ${status}, as it may be.`

describe.each(lasting)('A request of which the document names no condition, for a server that is $status', (state) => {
  const { status } = state

  test(
    'gives it another name, or is refused and does not',
    verifies('servers.update.renames', 'servers.state.governs-actions'),
    async ({ given, compute, build, verify, timeouts, skip }) => {
      const { id } = await given.server({ exclusive: true, forcedStatus: status })
      const path = { serverId: id }
      const show = () => compute.call('showServer', { path })
      const before = await show()
      const old = assumeDefined(before.string('body/server/name'), 'The server shows no name.')
      const name = build.name('renamed')

      const updated = await compute.call('updateServer', { path, body: { server: { name } } })

      verifyUnchanged(verify.soft('servers.state.governs-actions'), before, await show())
      if (updated.isSuccess)
        await verify('servers.update.renames').eventually(
          show,
          hasValue('body/server/name', name),
          timeouts.propagation,
        )
      else {
        if (isForState(updated))
          verify.soft('servers.state.governs-actions').matches(await show(), hasValue('body/server/name', old))
        skip(asItMay('Another name', status))
      }
    },
  )

  test(
    'gives it another security group and takes it away, or is refused and does not',
    verifies('groups.add.attaches', 'groups.remove.detaches', 'servers.state.governs-actions'),
    async ({ given, compute, verify, timeouts, skip }) => {
      const name = await given.securityGroup()
      const { id } = await given.server({ exclusive: true, forcedStatus: status })
      const path = { serverId: id }
      const show = () => compute.call('showServer', { path })
      const before = await show()
      assume(!assumeGroupNames(before).includes(name), 'The server has the spare group already.')
      const asBefore = hasValueMatching(groupsAt, 'the groups as they were', (value) =>
        isDeepStrictEqual(value, before.at(groupsAt)),
      )
      const act = (action: 'addSecurityGroup' | 'removeSecurityGroup') =>
        compute.call('actOnServer', { path, body: { [action]: { name } } })

      const added = await act('addSecurityGroup')
      verifyUnchanged(verify.soft('servers.state.governs-actions'), before, await show())
      if (!added.isSuccess) {
        if (isForState(added)) verify.soft('servers.state.governs-actions').matches(await show(), asBefore)
        skip(asItMay('Another group', status))
      }
      const shown = await verify
        .soft('groups.add.attaches')
        .eventually(show, containsItem(groupsAt, 'name', name), timeouts.propagation)
      verify.soft('groups.add.attaches').matches(shown, keepsOtherGroups(name, before))

      const removed = await act('removeSecurityGroup')
      if (!removed.isSuccess) skip(asItMay('Taking a group away', status))
      const after = await verify('groups.remove.detaches').eventually(show, withoutGroup(name), timeouts.propagation)
      verify.soft('groups.remove.detaches').matches(after, keepsOtherGroups(name, shown))
    },
  )

  test(
    'attaches a volume, or is refused and does not',
    verifies('attachments.create.attaches', 'servers.state.governs-actions'),
    async ({ given, compute, target, verify, timeouts, skip }) => {
      const stand = { given, compute, target, timeouts }
      await withVolumeAndServer(
        stand,
        async (held) => {
          const { serverId, volumeId } = held
          const path = { serverId }
          const before = await compute.call('showServer', { path })

          const response = await compute.call('attachVolume', { path, body: { volumeAttachment: { volumeId } } })

          verifyUnchanged(
            verify.soft('servers.state.governs-actions'),
            before,
            await compute.call('showServer', { path }),
          )
          if (!response.isSuccess) {
            if (isForState(response))
              verify
                .soft('servers.state.governs-actions')
                .matches(await findAttachment(compute, held), named(volumeId, false))
            skip(asItMay('A volume', status))
          }
          const assertion = verify('attachments.create.attaches')
          await assertion.eventually(() => findAttachment(compute, held), named(volumeId, true), timeouts.attach)
          await awaitAttached(stand, held)
        },
        { forcedStatus: status },
      )
    },
  )

  test(
    'takes up another flavor, or is refused and does not begin',
    verifies('servers.state.governs-actions'),
    async ({ given, compute, resources, verify }) => {
      const server = await given.server({ exclusive: true, forcedStatus: status })
      const path = { serverId: server.id }
      const before = await compute.call('showServer', { path })
      const other = [resources.flavor, resources.resizeFlavor].find((one) => one !== before.at('body/server/flavor/id'))
      const flavorRef = assumeDefined(other, 'No flavor to resize to is configured.')

      const response = await compute.call('actOnServer', { path, body: { resize: { flavorRef } } })

      if (response.isSuccess) verify.soft('servers.state.governs-actions').pass()
      else
        verifyUnchanged(
          verify.soft('servers.state.governs-actions'),
          before,
          await compute.call('showServer', { path }),
        )
    },
  )
})
