/**
 * PUT /servers/{serverId}: what a client may rely on when it changes what can be changed of a server.
 */
import {
  type ApiResponse,
  allOf,
  assumeDefined,
  describe,
  hasValue,
  hasValueMatching,
  isSuccess,
  resolvePointer,
  test,
  verifies,
} from '#harness'
import { allFieldsServer } from '../scenarios/all-fields-server.ts'
import { assumeActive } from '../scenarios/scenario.ts'
import { rejectedAsBadRequest } from '../support/rejection-status.ts'
import { isUnchanged, listEntry } from '../support/server-comparison.ts'
import { detailedList, find, plainList, reader } from '../support/server-list.ts'

const isNamed = (shown: ApiResponse): boolean => shown.string('body/server/name') !== undefined

describe('PUT /servers/{serverId}', () => {
  test(
    'renames the server and says so',
    verifies('servers.update.renames', 'servers.update.answer'),
    async ({ given, compute, draft, budget, must, should }) => {
      const path = { serverId: (await given.server({ exclusive: true })).id }
      const name = draft.name('Renamed')
      const before = await compute.call('showServer', { path })

      const answer = await compute.call('updateServer', { path, body: { server: { name } } })

      must('servers.update.renames').isSuccess(answer)
      const show = () => compute.call('showServer', { path })
      const isSo = allOf(isSuccess, hasValue('body/server/name', name))
      // Of a server that is shown without a name, only the answer can be looked at.
      const after = isNamed(before)
        ? await should('servers.update.renames').eventually(show, isSo, budget.propagation)
        : await show()
      // A list that leaves the server out is for others to judge, and so is one in which it has no name.
      for (const list of isNamed(after) ? [plainList, detailedList] : []) {
        const listed = await find(reader(compute, list), path.serverId)
        const known = resolvePointer(listEntry(listed, path.serverId), 'server/name')
        const isOld =
          known !== undefined && known === before.at('body/server/name') && after.at('body/server/name') === name
        should('servers.update.renames').holds(!isOld, listed, {
          message: 'A list goes on calling a server by its old name.',
          at: 'body/servers',
          expected: name,
          actual: String(known),
        })
      }
      // The same once more changes nothing.
      const again = await compute.call('updateServer', { path, body: { server: { name } } })
      should('servers.update.renames').isSuccess(again)
      if (isNamed(before))
        should('servers.update.renames').matches(await show(), isSuccess, hasValue('body/server/name', name))
      // An update that does nothing may say so: the answer has to agree with what became of the server.
      const isOneOf = (value: unknown) => value === name || value === after.at('body/server/name')
      should('servers.update.answer').matches(
        answer,
        hasValue('body/server/id', path.serverId),
        hasValueMatching('body/server/name', name, isOneOf),
      )
      const isFull = answer.at('body/server/OS-EXT-STS:vm_state') !== undefined
      should('servers.update.answer').pass(isFull ? 'full' : 'subset')
    },
  )

  test(
    'takes one attribute alone and keeps the others',
    verifies('servers.update.single-attribute', 'servers.update.renames'),
    async ({ given, compute, draft, must, should }) => {
      const path = { serverId: (await given.server({ exclusive: true })).id }
      // Something that an update could clear.
      await compute.call('updateServer', { path, body: { server: { accessIPv4: '192.0.2.30' } } })
      const before = await compute.call('showServer', { path })

      // Letters that a client may use: whoever takes them has to give them back as they were.
      const foreign = { server: { name: draft.name('alone-홀로') } }
      const first = await compute.call('updateServer', { path, body: foreign })
      const plain = { server: { name: draft.name('alone') } }
      const answer = first.isSuccess ? first : await compute.call('updateServer', { path, body: plain })

      if (!answer.isSuccess) {
        const server = { name: draft.name('both'), accessIPv4: '192.0.2.10' }
        const both = await compute.call('updateServer', { path, body: { server } })
        assumeDefined(both.isSuccess ? both : undefined, 'The server cannot be updated at all.')
      }
      must('servers.update.single-attribute').isSuccess(answer)
      const after = await compute.call('showServer', { path })
      must('servers.update.single-attribute').matches(after, isSuccess, isUnchanged(before, 'name'))
      // A name that is not shown at all, or was not changed, is judged by itself.
      const name = after.string('body/server/name')
      if (first.isSuccess && name !== undefined && name !== before.at('body/server/name'))
        should('servers.update.renames').matches(after, hasValue('body/server/name', foreign.server.name))
      await compute.call('updateServer', { path, body: plain })
    },
  )

  test(
    'keeps the key, the groups and the metadata of a server that has them',
    verifies('servers.update.single-attribute'),
    async ({ given, compute, draft, must }) => {
      const { sight, updated, afterUpdate } = await allFieldsServer({ given, compute, draft })
      const { shown } = assumeActive(sight)

      assumeDefined(updated.isSuccess && afterUpdate.isSuccess ? updated : undefined, 'The server cannot be updated.')
      must('servers.update.single-attribute').matches(afterUpdate, isUnchanged(shown, 'accessIPv4'))
    },
  )

  test(
    'shows a new accessIPv4 and leaves the addresses alone',
    verifies('servers.update.access-ipv4'),
    async ({ given, compute, draft, budget, must }) => {
      const path = { serverId: (await given.server({ exclusive: true })).id }
      const before = await compute.call('showServer', { path })
      assumeDefined(before.string('body/server/accessIPv4'), 'The server shows no accessIPv4.')
      const accessIPv4 = before.at('body/server/accessIPv4') === '192.0.2.20' ? '192.0.2.21' : '192.0.2.20'

      const answer = await compute.call('updateServer', { path, body: { server: { accessIPv4 } } })

      const show = () => compute.call('showServer', { path })
      if ((await show()).at('body/server/accessIPv4') !== accessIPv4) {
        const name = draft.name('access')
        await compute.call('updateServer', { path, body: { server: { name } } })
        const isRenamed = (await show()).at('body/server/name') === name
        assumeDefined(isRenamed ? true : undefined, 'The server cannot be updated at all.')
      }
      must('servers.update.access-ipv4').isSuccess(answer)
      const shown = await must('servers.update.access-ipv4').eventually(
        show,
        hasValue('body/server/accessIPv4', accessIPv4),
        budget.propagation,
      )
      must('servers.update.access-ipv4').matches(
        shown,
        hasValue('body/server/addresses', before.at('body/server/addresses')),
      )
    },
  )

  test(
    'changes nothing that cannot be changed',
    verifies('servers.update.limited'),
    async ({ given, compute, must }) => {
      const path = { serverId: (await given.server({ exclusive: true })).id }
      const before = await compute.call('showServer', { path })

      for (const server of [{ hostId: 'f'.repeat(56) }, { tenant_id: '0'.repeat(32) }, { flavor: { id: 'none' } }]) {
        await compute.call('updateServer', { path, body: { server } })
      }

      const after = await compute.call('showServer', { path })
      for (const name of ['hostId', 'tenant_id', 'user_id', 'flavor']) {
        must('servers.update.limited').matches(after, hasValue(`body/server/${name}`, before.at(`body/server/${name}`)))
      }
    },
  )

  test(
    'refuses a name that is empty or too long, and keeps the old one',
    verifies('servers.update.name-length'),
    async ({ given, compute, draft, should }) => {
      const path = { serverId: (await given.server({ exclusive: true })).id }

      const before = await compute.call('showServer', { path })
      for (const name of [draft.longName(256), '']) {
        const answer = await compute.call('updateServer', { path, body: { server: { name } } })
        should('servers.update.name-length').hasListedStatus(answer)
        if (!answer.isSuccess)
          should('servers.update.name-length').matches(await compute.call('showServer', { path }), isUnchanged(before))
        // An empty name is not one that clean-up would recognise.
        if (answer.isSuccess)
          await compute.call('updateServer', { path, body: { server: { name: draft.name('renamed') } } })
      }
    },
  )

  test(
    'refuses a body of the wrong form as such',
    verifies('status.refused-request'),
    async ({ given, compute, should }) => {
      const path = { serverId: (await given.server({ exclusive: true })).id }

      for (const body of [{}, { server: { name: 5 } }]) {
        const answer = await compute.call('updateServer', { path, body })
        should('status.refused-request').matches(answer, rejectedAsBadRequest)
      }
    },
  )
})
