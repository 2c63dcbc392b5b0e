/**
 * PUT /servers/{serverId}: the name and accessIPv4 can be changed, and nothing else.
 */
import {
  type ApiResponse,
  allOf,
  assume,
  assumeDefined,
  assumeSuccess,
  describe,
  hasId,
  hasValue,
  hasValueMatching,
  InconclusiveError,
  isSuccess,
  type Matcher,
  test,
  verifies,
} from '#harness'
import { allFieldsServer } from '../scenarios/all-fields-server.ts'
import { assumeActive } from '../scenarios/scenario.ts'
import { verifyNotListedByFormer } from '../support/servers/former-server.ts'
import { hasNoNamesake, verifyListedName } from '../support/servers/listed-name.ts'
import { agreesWithShow, isUnchanged } from '../support/servers/server-comparison.ts'
import { bothLists, commonPrefix, listReader, plainList } from '../support/servers/server-list.ts'
import { showRenamed } from '../support/servers/server-state.ts'
import { unusualText } from '../support/unusual-text.ts'

const namePointer = 'body/server/name'
const addressPointer = 'body/server/accessIPv4'

/** Matches a response to an update with the new name or, if the update had no effect, with the one that showServer has. */
const returnsName = (name: string, shown: ApiResponse): Matcher =>
  hasValueMatching(namePointer, name, (value) => value === name || value === shown.at(namePointer))

/** Parts of names, the most unusual first. */
const unusualNames = [`  ${unusualText}`, '-홀로-e\u0301', ''].map((part) => `alone${part}`)

/**
 * Extends a name to 225 bytes in UTF-8: more than a target might store, and within 255 characters even where the target shows entities in
 * place of its special characters.
 */
const lengthened = (name: string): string => name.padEnd(225 - (Buffer.byteLength(name) - name.length), 'x')

/** Returns names with these parts, the first of which is also long. */
function unusualNamesOf(nameFor: (part: string) => string): readonly string[] {
  const names = unusualNames.map(nameFor)
  return [...names.slice(0, 1).map(lengthened), ...names]
}

/** Renames a server to the first of the names that the target accepts, or tries to rename it to the last one. */
async function renameToFirstAccepted(
  update: (server: object) => Promise<ApiResponse>,
  names: readonly string[],
): Promise<{ readonly name: string; readonly response: ApiResponse }> {
  const [name = '', ...others] = names
  const response = await update({ name })
  return response.isSuccess || others.length === 0 ? { name, response } : renameToFirstAccepted(update, others)
}

describe('PUT /servers/{serverId}', () => {
  test(
    'renames the server, returns the new name, and no longer lists it under the old one',
    verifies('servers.update.renames', 'servers.update.answer', 'servers.list.name', 'servers.detail.name'),
    async ({ given, compute, build, verify }) => {
      const path = { serverId: (await given.server({ exclusive: true, anyStatus: true })).id }
      const name = build.name('Renamed')
      const body = { server: { name } }
      const show = () => compute.call('showServer', { path })
      const before = await show()

      const response = await compute.call('updateServer', { path, body })

      verify('servers.update.renames').isSuccess(response)
      const renames = verify.soft('servers.update.renames')
      const hasName = allOf(isSuccess, hasValue(namePointer, name))
      // servers.name covers a server that shows no name; then only the response to the update can be verified.
      const showsName = before.string(namePointer) !== undefined
      const after = showsName ? await renames.eventually(show, hasName) : await show()
      if (after.string(namePointer) !== undefined) {
        // When showServer still has the old name, its finding is enough.
        const old = after.at(namePointer) === name ? before.at(namePointer) : undefined
        await verifyListedName(renames, compute, path.serverId, { old, new: name })
      }
      const answer = verify.soft('servers.update.answer')
      answer.matches(response, hasId('body/server/id', path.serverId), returnsName(name, after))
      // The name is compared above. A server that never became ACTIVE may change by itself between the two.
      if (!compute.run.traits.unready.has(path.serverId))
        answer.matches(response, agreesWithShow(before, after, 'name'))
      const isComplete = response.at('body/server/OS-EXT-STS:vm_state') !== undefined
      answer.pass(isComplete ? 'full' : 'subset')
      verify.complete('servers.update.answer')

      const old = assumeDefined(before.string(namePointer), 'The server shows no name.', 'servers.name')
      assume(after.at(namePointer) === name, 'The server was not renamed.', 'servers.update.renames')
      for (const list of bothLists) {
        const findOld = () => listReader(compute, list)({ name: old })
        const former = { id: path.serverId, former: 'name' } as const
        await verifyNotListedByFormer(verify.soft(list.requirements.name), list, findOld, former)
        verify.complete(list.requirements.name)
      }
      // The same update a second time changes nothing.
      renames.isSuccess(await compute.call('updateServer', { path, body }))
      renames.matches(await show(), hasName)
      // A name that all servers of the run have as a prefix: no other server may be renamed as well.
      const beginning = commonPrefix(name, build.name('other'))
      await compute.call('updateServer', { path, body: { server: { name: beginning } } })
      // A server can get a former name again.
      renames.isSuccess(await compute.call('updateServer', { path, body: { server: { name: old } } }))
      await renames.eventually(show, hasValue(namePointer, old))
      renames.matches(await listReader(compute, plainList)({ name: beginning }), hasNoNamesake(path.serverId, old))
    },
  )

  test(
    'accepts a single attribute and keeps the others',
    verifies('servers.update.single-attribute', 'servers.update.renames', 'servers.update.answer'),
    async ({ given, compute, build, verify, target }) => {
      const path = { serverId: (await given.server({ exclusive: true, anyStatus: true })).id }
      const update = (server: object) => compute.call('updateServer', { path, body: { server } })
      // A value that an update of the name could clear.
      const addressed = target.edition === '2020-03' && (await update({ accessIPv4: '192.0.2.30' })).isSuccess
      const show = () => compute.call('showServer', { path })
      const isAddressed = (shown: ApiResponse) =>
        [undefined, '192.0.2.30'].some((value) => value === shown.at(addressPointer))
      const { value: before } = addressed
        ? await compute.poll(show, isAddressed, 'propagation', 'servers.update.access-ipv4')
        : { value: await showRenamed(compute, path.serverId, build.name('before')) }

      const { name, response } = await renameToFirstAccepted(update, unusualNamesOf(build.name))

      if (!response.isSuccess) {
        const both = await update({ name: build.name('both'), accessIPv4: '192.0.2.10' })
        assumeSuccess(both, 'The server cannot be updated at all.', 'servers.update.renames')
      }
      const singleAttribute = verify('servers.update.single-attribute')
      singleAttribute.isSuccess(response)
      // Other requirements cover a name that is not shown, or has not changed.
      const isRenamed = (shown: ApiResponse) => shown.isSuccess && shown.at(namePointer) !== before.at(namePointer)
      const { value: after, isDone } = await compute.poll(show, isRenamed, 'propagation', 'servers.update.renames')
      singleAttribute.matches(
        after,
        isSuccess,
        isUnchanged(before, 'name', ...(isAddressed(before) ? [] : ['accessIPv4'])),
      )
      verify.complete('servers.update.single-attribute')
      assume(isDone, 'The server does not show a new name.', 'servers.update.renames')
      if (after.string(namePointer) === undefined) verify.soft('servers.update.renames').isSuccess(response)
      else verify.soft('servers.update.renames').matches(after, hasValue(namePointer, name))
      // A second new name, because a target may remember the first one.
      if (response.isSuccess) verify.soft('servers.update.answer').matches(response, returnsName(name, after))
      await update({ name: build.name('alone') })
    },
  )

  test(
    'changes name and accessIPv4 in one update',
    verifies('servers.update.renames'),
    async ({ given, compute, build, verify, target, skip }) => {
      if (target.edition !== '2020-03') skip('The edition of the document has no address in the request.')
      const path = { serverId: (await given.server({ exclusive: true, anyStatus: true })).id }
      const show = () => compute.call('showServer', { path })
      const [name, accessIPv4] = [build.name('beside'), '192.0.2.31']
      const updated = await compute.call('updateServer', { path, body: { server: { name, accessIPv4 } } })
      assumeSuccess(updated, 'A name and an address cannot be changed together.', 'servers.update.access-ipv4')
      const hasName = (await show()).string(namePointer) !== undefined
      assume(hasName, 'The server shows no name.', 'servers.name')

      await verify('servers.update.renames').eventually(show, hasValue(namePointer, name))
      const isShown = (read: ApiResponse) => [undefined, accessIPv4].includes(read.string(addressPointer))
      const { value: shown, isDone } = await compute.poll(show, isShown, 'propagation', 'servers.update.access-ipv4')
      if (isDone) return
      compute.recordViolation('servers.update.access-ipv4', shown, {
        message: 'An update of a name and accessIPv4 has changed the name only.',
        at: addressPointer,
        expected: accessIPv4,
        actual: String(shown.at(addressPointer)),
      })
    },
  )

  test(
    'keeps the key, the groups and the metadata of a server',
    verifies('servers.update.single-attribute'),
    async ({ given, compute, build, verify, target }) => {
      const { observation, updated, shownAfterUpdate } = await allFieldsServer({ given, compute, build })
      const { shown } = assumeActive(observation)
      if (updated instanceof InconclusiveError) throw updated
      const isOfAddress = target.edition === '2020-03'

      assume(
        updated.isSuccess && shownAfterUpdate.isSuccess,
        'The server cannot be updated.',
        isOfAddress ? 'servers.update.access-ipv4' : 'servers.update.renames',
      )
      const attribute = isOfAddress ? 'accessIPv4' : 'name'
      verify('servers.update.single-attribute').matches(shownAfterUpdate, isUnchanged(shown, attribute))
    },
  )

  test(
    'shows a new accessIPv4 and keeps the addresses',
    verifies('servers.update.access-ipv4'),
    async ({ given, compute, build, verify }) => {
      const path = { serverId: (await given.server({ exclusive: true, anyStatus: true })).id }
      const show = () => compute.call('showServer', { path })
      const before = await show()
      assumeDefined(before.string(addressPointer), 'The server shows no accessIPv4.', 'servers.access-ipv4')
      const accessIPv4 = before.at(addressPointer) === '192.0.2.20' ? '192.0.2.21' : '192.0.2.20'

      const response = await compute.call('updateServer', { path, body: { server: { accessIPv4 } } })

      const isShown = (read: ApiResponse) => read.at(addressPointer) === accessIPv4
      const isUpdated =
        response.isSuccess && (await compute.poll(show, isShown, 'propagation', 'servers.update.access-ipv4')).isDone
      if (!isUpdated) {
        const name = build.name('access')
        const renamed = await compute.call('updateServer', { path, body: { server: { name } } })
        assumeSuccess(renamed, 'The server cannot be updated at all.', 'servers.update.renames')
        const isRenamed = (read: ApiResponse) => read.at(namePointer) === name
        const { isDone } = await compute.poll(show, isRenamed, 'propagation', 'servers.update.renames')
        assume(isDone, 'The server cannot be updated at all.', 'servers.update.renames')
      }
      const setsAccessIp = verify('servers.update.access-ipv4')
      setsAccessIp.isSuccess(response)
      const hasAccessIp = hasValue(addressPointer, accessIPv4)
      const shown = await setsAccessIp.eventually(show, hasAccessIp)
      setsAccessIp.matches(shown, hasValue('body/server/addresses', before.at('body/server/addresses')))
    },
  )
})
