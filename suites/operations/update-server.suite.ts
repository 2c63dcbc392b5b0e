/**
 * PUT /servers/{serverId}: what a client may rely on when it changes what can be changed of a server.
 */
import {
  type ApiResponse,
  allOf,
  assume,
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
    async ({ given, compute, build, timeouts, verify }) => {
      const path = { serverId: (await given.server({ exclusive: true })).id }
      const name = build.name('Renamed')
      const before = await compute.call('showServer', { path })

      const response = await compute.call('updateServer', { path, body: { server: { name } } })

      verify('servers.update.renames').isSuccess(response)
      const show = () => compute.call('showServer', { path })
      const isSo = allOf(isSuccess, hasValue('body/server/name', name))
      // Of a server that is shown without a name, only the answer can be looked at.
      const after = isNamed(before)
        ? await verify.soft('servers.update.renames').eventually(show, isSo, timeouts.propagation)
        : await show()
      // A list that leaves the server out is for others to judge, and so is one in which it has no name.
      for (const list of isNamed(after) ? [plainList, detailedList] : []) {
        const listed = await find(reader(compute, list), path.serverId)
        const known = resolvePointer(listEntry(listed, path.serverId), 'server/name')
        const isOld =
          known !== undefined && known === before.at('body/server/name') && after.at('body/server/name') === name
        verify.soft('servers.update.renames').holds(!isOld, listed, {
          message: 'A list goes on calling a server by its old name.',
          at: 'body/servers',
          expected: name,
          actual: String(known),
        })
      }
      // The same once more changes nothing.
      const again = await compute.call('updateServer', { path, body: { server: { name } } })
      verify.soft('servers.update.renames').isSuccess(again)
      if (isNamed(before))
        verify.soft('servers.update.renames').matches(await show(), isSuccess, hasValue('body/server/name', name))
      // An update that does nothing may say so: the answer has to agree with what became of the server.
      const isOneOf = (value: unknown) => value === name || value === after.at('body/server/name')
      verify
        .soft('servers.update.answer')
        .matches(
          response,
          hasValue('body/server/id', path.serverId),
          hasValueMatching('body/server/name', name, isOneOf),
        )
      const isFull = response.at('body/server/OS-EXT-STS:vm_state') !== undefined
      verify.soft('servers.update.answer').pass(isFull ? 'full' : 'subset')
    },
  )

  test(
    'takes one attribute alone and keeps the others',
    verifies('servers.update.single-attribute', 'servers.update.renames'),
    async ({ given, compute, build, verify }) => {
      const path = { serverId: (await given.server({ exclusive: true })).id }
      // Something that an update could clear.
      await compute.call('updateServer', { path, body: { server: { accessIPv4: '192.0.2.30' } } })
      const before = await compute.call('showServer', { path })

      // Letters that a client may use: whoever takes them has to give them back as they were.
      const foreign = { server: { name: build.name('alone-홀로') } }
      const first = await compute.call('updateServer', { path, body: foreign })
      const plain = { server: { name: build.name('alone') } }
      const response = first.isSuccess ? first : await compute.call('updateServer', { path, body: plain })

      if (!response.isSuccess) {
        const server = { name: build.name('both'), accessIPv4: '192.0.2.10' }
        const both = await compute.call('updateServer', { path, body: { server } })
        assume(both.isSuccess, 'The server cannot be updated at all.')
      }
      verify('servers.update.single-attribute').isSuccess(response)
      const after = await compute.call('showServer', { path })
      verify('servers.update.single-attribute').matches(after, isSuccess, isUnchanged(before, 'name'))
      // A name that is not shown at all, or was not changed, is judged by itself.
      const name = after.string('body/server/name')
      if (first.isSuccess && name !== undefined && name !== before.at('body/server/name'))
        verify.soft('servers.update.renames').matches(after, hasValue('body/server/name', foreign.server.name))
      await compute.call('updateServer', { path, body: plain })
    },
  )

  test(
    'keeps the key, the groups and the metadata of a server that has them',
    verifies('servers.update.single-attribute'),
    async ({ given, compute, build, verify }) => {
      const { sight, updated, afterUpdate } = await allFieldsServer({ given, compute, build })
      const { shown } = assumeActive(sight)

      assume(updated.isSuccess && afterUpdate.isSuccess, 'The server cannot be updated.')
      verify('servers.update.single-attribute').matches(afterUpdate, isUnchanged(shown, 'accessIPv4'))
    },
  )

  test(
    'shows a new accessIPv4 and leaves the addresses alone',
    verifies('servers.update.access-ipv4'),
    async ({ given, compute, build, timeouts, verify }) => {
      const path = { serverId: (await given.server({ exclusive: true })).id }
      const before = await compute.call('showServer', { path })
      assumeDefined(before.string('body/server/accessIPv4'), 'The server shows no accessIPv4.')
      const accessIPv4 = before.at('body/server/accessIPv4') === '192.0.2.20' ? '192.0.2.21' : '192.0.2.20'

      const response = await compute.call('updateServer', { path, body: { server: { accessIPv4 } } })

      const show = () => compute.call('showServer', { path })
      if ((await show()).at('body/server/accessIPv4') !== accessIPv4) {
        const name = build.name('access')
        await compute.call('updateServer', { path, body: { server: { name } } })
        const isRenamed = (await show()).at('body/server/name') === name
        assume(isRenamed, 'The server cannot be updated at all.')
      }
      verify('servers.update.access-ipv4').isSuccess(response)
      const shown = await verify('servers.update.access-ipv4').eventually(
        show,
        hasValue('body/server/accessIPv4', accessIPv4),
        timeouts.propagation,
      )
      verify('servers.update.access-ipv4').matches(
        shown,
        hasValue('body/server/addresses', before.at('body/server/addresses')),
      )
    },
  )

  test(
    'changes nothing that cannot be changed',
    verifies('servers.update.limited'),
    async ({ given, compute, verify }) => {
      const path = { serverId: (await given.server({ exclusive: true })).id }
      const before = await compute.call('showServer', { path })

      for (const server of [{ hostId: 'f'.repeat(56) }, { tenant_id: '0'.repeat(32) }, { flavor: { id: 'none' } }]) {
        await compute.call('updateServer', { path, body: { server } })
      }

      const after = await compute.call('showServer', { path })
      for (const name of ['hostId', 'tenant_id', 'user_id', 'flavor']) {
        verify('servers.update.limited').matches(
          after,
          hasValue(`body/server/${name}`, before.at(`body/server/${name}`)),
        )
      }
    },
  )

  test(
    'refuses a name that is empty or too long, and keeps the old one',
    verifies('servers.update.name-length'),
    async ({ given, compute, build, verify }) => {
      const path = { serverId: (await given.server({ exclusive: true })).id }

      const before = await compute.call('showServer', { path })
      for (const name of [build.longName(256), '']) {
        const response = await compute.call('updateServer', { path, body: { server: { name } } })
        verify.soft('servers.update.name-length').hasListedStatus(response)
        if (!response.isSuccess)
          verify
            .soft('servers.update.name-length')
            .matches(await compute.call('showServer', { path }), isUnchanged(before))
        // An empty name is not one that clean-up would recognise.
        if (response.isSuccess)
          await compute.call('updateServer', { path, body: { server: { name: build.name('renamed') } } })
      }
    },
  )

  test(
    'refuses a body of the wrong form as such',
    verifies('status.refused-request'),
    async ({ given, compute, verify }) => {
      const path = { serverId: (await given.server({ exclusive: true })).id }

      for (const body of [{}, { server: { name: 5 } }]) {
        const response = await compute.call('updateServer', { path, body })
        verify.soft('status.refused-request').matches(response, rejectedAsBadRequest)
      }
    },
  )
})
