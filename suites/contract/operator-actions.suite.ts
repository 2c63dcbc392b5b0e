/**
 * Actions on servers in states that no documented call leads to: what the document allows there has to be done, and what it
 * says nothing of has to be done where it is accepted. Judged where the target gives a way there.
 */
import { isDeepStrictEqual } from 'node:util'
import { type Answer, arranged, describe, lists, rests, shows, showsSuch, test, verifies } from '#harness'
import { awaitAttached, holding, named, seek } from '../attaching.ts'
import { someGroups, withOthersOf, withoutGroup } from '../groups.ts'
import { discardImage } from '../imaging.ts'
import { comesToRest, judgeUntouched, operatorStates } from '../operator-states.ts'
import { patiently } from '../polling.ts'

const groupsAt = 'body/server/security_groups'

const hard = { reboot: { type: 'HARD' } }

const listed = operatorStates.filter(({ allowsHard, allowsStop }) => allowsHard && !allowsStop)
/** States that last. Of other requests in them the document says neither that they are allowed nor that they are not. */
const lasting = operatorStates.filter(({ isIdle }) => isIdle)

describe('What is allowed in a state that only an operator reaches', () => {
  test.for(listed)(
    'makes a server that is $status ACTIVE by a hard reboot, or refuses that',
    verifies('servers.reboot.hard-listed-states'),
    async ({ status, isBusy = false }, { given, compute, must, budget }) => {
      const server = await given.server({ exclusive: true, standing: status })
      const judge = must('servers.reboot.hard-listed-states')

      const answer = await compute.call('actOnServer', { path: { serverId: server.id }, body: hard })

      if (!answer.succeeded) judge.refuse(answer)
      // Of a server that runs it is judged by itself where a hard reboot ends.
      else if (!isBusy) await judge.become(server.id, 'ACTIVE', `hard reboot from ${status}`, budget.reboot)
      judge.fulfilled(answer.succeeded ? 'accepted' : 'refused')
    },
  )

  test(
    'makes a server in ERROR ACTIVE by a hard reboot',
    verifies('servers.reboot.hard-from-error'),
    async ({ given, compute, must, budget }) => {
      const { id } = await given.server({ exclusive: true, standing: 'ERROR' })

      must('servers.reboot.hard-from-error').succeed(
        await compute.call('actOnServer', { path: { serverId: id }, body: hard }),
      )
      // ERROR is where it comes from, and not, as elsewhere, a failure to get there.
      const show = () => compute.during('wait').call('showServer', { path: { serverId: id } })
      await must('servers.reboot.hard-from-error').eventually(show, comesToRest('ACTIVE'), budget.reboot)
    },
  )

  test('stops a server in ERROR', verifies('servers.stop.only-active-or-error'), async ({ given, compute, must }) => {
    const { id } = await given.server({ exclusive: true, standing: 'ERROR' })

    const stopped = await compute.call('actOnServer', { path: { serverId: id }, body: { 'os-stop': null } })

    // What a stop leads to is another requirement's business.
    must('servers.stop.only-active-or-error').succeed(stopped)
  })

  test.for(lasting)(
    'makes an image of a server that is $status, or does not, as the document lists it',
    verifies('images.create.states'),
    async ({ status, allowsImage }, { given, compute, target, draft, must, budget }) => {
      const server = await given.server({ exclusive: true, kind: 'local' })
      const path = { serverId: server.id }
      const back = await given.standing(server, status)
      const make = async () => {
        const createImage = { name: draft.name('image'), metadata: { purpose: 'test' } }
        const answer = await compute.call('actOnServer', { path, body: { createImage } })
        await discardImage({ compute, target }, server.id, answer)
        return answer
      }

      const answer = await make()

      if (allowsImage !== true) must('images.create.states').refuse(answer)
      else if (answer.succeeded) must('images.create.states').fulfilled()
      else {
        // It is the state that is to blame only where the same is accepted in another.
        await back()
        await patiently(() => compute.call('showServer', { path }), rests('ACTIVE'), budget.start)
        arranged((await make()).succeeded || undefined, 'No image can be made of the server at all.')
        must('images.create.states').succeed(answer)
      }
    },
  )
})

/** Refused for the state that the server is in, and not for anything else. */
const isForState = ({ status }: Answer): boolean => status === 409

/** Why a test ends in which there is no effect to see. */
const asItMay = (what: string, status: string): string => `${what} is refused in ${status}, as it may be.`

describe.each(lasting)('A request of which the document names no condition, for a server that is $status', (state) => {
  const { status } = state

  test(
    'gives it another name, or is refused and does not',
    verifies('servers.update.renames', 'servers.state.governs-actions'),
    async ({ given, compute, draft, must, should, budget, skip }) => {
      const { id } = await given.server({ exclusive: true, standing: status })
      const path = { serverId: id }
      const show = () => compute.call('showServer', { path })
      const before = await show()
      const old = arranged(before.string('body/server/name'), 'The server shows no name.')
      const name = draft.name('renamed')

      const updated = await compute.call('updateServer', { path, body: { server: { name } } })

      judgeUntouched(should('servers.state.governs-actions'), before, await show())
      if (updated.succeeded)
        await must('servers.update.renames').eventually(show, shows('body/server/name', name), budget.settle)
      else {
        if (isForState(updated))
          should('servers.state.governs-actions').see(await show(), shows('body/server/name', old))
        skip(asItMay('Another name', status))
      }
    },
  )

  test(
    'gives it another security group and takes it away, or is refused and does not',
    verifies('groups.add.attaches', 'groups.remove.detaches', 'servers.state.governs-actions'),
    async ({ given, compute, must, should, budget, skip }) => {
      const name = await given.securityGroup()
      const { id } = await given.server({ exclusive: true, standing: status })
      const path = { serverId: id }
      const show = () => compute.call('showServer', { path })
      const before = await show()
      arranged(someGroups(before).includes(name) ? undefined : true, 'The server has the spare group already.')
      const asBefore = showsSuch(groupsAt, 'the groups as they were', (value) =>
        isDeepStrictEqual(value, before.at(groupsAt)),
      )
      const act = (action: 'addSecurityGroup' | 'removeSecurityGroup') =>
        compute.call('actOnServer', { path, body: { [action]: { name } } })

      const added = await act('addSecurityGroup')
      judgeUntouched(should('servers.state.governs-actions'), before, await show())
      if (!added.succeeded) {
        if (isForState(added)) should('servers.state.governs-actions').see(await show(), asBefore)
        skip(asItMay('Another group', status))
      }
      const shown = await should('groups.add.attaches').eventually(show, lists(groupsAt, 'name', name), budget.settle)
      should('groups.add.attaches').see(shown, withOthersOf(name, before))

      const removed = await act('removeSecurityGroup')
      if (!removed.succeeded) skip(asItMay('Taking a group away', status))
      const after = await must('groups.remove.detaches').eventually(show, withoutGroup(name), budget.settle)
      should('groups.remove.detaches').see(after, withOthersOf(name, shown))
    },
  )

  test(
    'attaches a volume, or is refused and does not',
    verifies('attachments.create.attaches', 'servers.state.governs-actions'),
    async ({ given, compute, target, must, should, budget, skip }) => {
      const stand = { given, compute, target, budget }
      await holding(
        stand,
        async (held) => {
          const { serverId, volumeId } = held
          const path = { serverId }
          const before = await compute.call('showServer', { path })

          const answer = await compute.call('attachVolume', { path, body: { volumeAttachment: { volumeId } } })

          judgeUntouched(should('servers.state.governs-actions'), before, await compute.call('showServer', { path }))
          if (!answer.succeeded) {
            if (isForState(answer))
              should('servers.state.governs-actions').see(await seek(compute, held), named(volumeId, false))
            skip(asItMay('A volume', status))
          }
          const judge = must('attachments.create.attaches')
          await judge.eventually(() => seek(compute, held), named(volumeId, true), budget.attach)
          await awaitAttached(stand, held)
        },
        { standing: status },
      )
    },
  )

  test(
    'takes up another flavor, or is refused and does not begin',
    verifies('servers.state.governs-actions'),
    async ({ given, compute, resources, should }) => {
      const server = await given.server({ exclusive: true, standing: status })
      const path = { serverId: server.id }
      const before = await compute.call('showServer', { path })
      const other = [resources.flavor, resources.resizeFlavor].find((one) => one !== before.at('body/server/flavor/id'))
      const flavorRef = arranged(other, 'No flavor to resize to is configured.')

      const answer = await compute.call('actOnServer', { path, body: { resize: { flavorRef } } })

      if (answer.succeeded) should('servers.state.governs-actions').fulfilled()
      else judgeUntouched(should('servers.state.governs-actions'), before, await compute.call('showServer', { path }))
    },
  )
})
