/**
 * PUT /servers/{serverId} of a server that is stopped: what is requested changes, and nothing else.
 */
import { type ApiResponse, assumeDefined, describe, hasValue, test, verifies } from '#harness'
import { agreesWithShow, isUnchanged, showsListedName } from '../support/servers/server-comparison.ts'
import { listReader, plainList } from '../support/servers/server-list.ts'
import { showRenamed } from '../support/servers/server-state.ts'

const namePointer = 'body/server/name'
const addressPointer = 'body/server/accessIPv4'
const accessIPv4 = '192.0.2.50'

describe('PUT /servers/{serverId} of a stopped server', () => {
  test(
    'renames the server, returns it as it is, and keeps the other attributes',
    verifies(
      'servers.update.renames',
      'servers.update.answer',
      'servers.update.single-attribute',
      'servers.update.access-ipv4',
      'servers.list.name-shown',
    ),
    async ({ given, compute, build, verify, target }) => {
      const { id: serverId } = await given.server({ exclusive: true, state: 'SHUTOFF' })
      const path = { serverId }
      const show = () => compute.call('showServer', { path })
      const name = build.name('stopped')
      const shownFirst = await show()
      assumeDefined(shownFirst.string(namePointer), 'The server shows no name.', 'servers.name')
      const update = (server: object) => compute.call('updateServer', { path, body: { server } })
      // A value that an update of the name could clear.
      const hasAddress = target.edition === '2020-03' && shownFirst.string(addressPointer) !== undefined
      const addressed = hasAddress && (await update({ accessIPv4 })).isSuccess
      const hasNewAddress = hasValue(addressPointer, accessIPv4)
      const isAddressed = (shown: ApiResponse) => hasNewAddress(shown) === undefined
      const before = addressed
        ? (await compute.poll(show, isAddressed, 'propagation', 'servers.update.access-ipv4')).value
        : await showRenamed(compute, serverId, build.name('before'))

      const renames = verify('servers.update.renames')
      const response = await update({ name })
      renames.isSuccess(response)
      const shown = await renames.eventually(show, hasValue(namePointer, name))
      verify.complete('servers.update.renames')
      // Only where an update of a stopped server has an effect at all.
      if (addressed) verify.soft('servers.update.access-ipv4').matches(before, hasNewAddress)
      verify.complete('servers.update.access-ipv4')
      verify.soft('servers.update.answer').matches(response, agreesWithShow(shown, 'name'))
      verify
        .soft('servers.update.single-attribute')
        .matches(shown, isUnchanged(before, 'name', ...(isAddressed(before) ? [] : ['accessIPv4'])))
      verify.complete('servers.update.answer', 'servers.update.single-attribute')
      const list = () => listReader(compute, plainList)({ name })
      await verify.soft('servers.list.name-shown').eventually(list, showsListedName(serverId, name))
    },
  )
})
