/**
 * PUT /servers/{serverId} of a stopped server: only the requested attributes change.
 */
import { type ApiResponse, assumeDefined, describe, hasValue, test, verifiesPartly } from '#harness'
import { agreesWithShow, isUnchanged, listEntry, showsListedName } from '../support/servers/server-comparison.ts'
import { listReader, plainList } from '../support/servers/server-list.ts'
import { showRenamed } from '../support/servers/server-state.ts'

const namePointer = 'body/server/name'
const addressPointer = 'body/server/accessIPv4'
const accessIPv4 = '192.0.2.50'
const otherIPv4 = '192.0.2.51'

describe('PUT /servers/{serverId} of a stopped server', () => {
  test(
    'renames the server, returns its current attributes, and keeps the others',
    verifiesPartly({
      always: ['servers.update.renames', 'servers.update.answer', 'servers.update.single-attribute'],
      whereAvailable: ['servers.update.access-ipv4', 'servers.list.name-shown'],
    }),
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
      const acceptsAddress = hasAddress && (await update({ accessIPv4 })).isSuccess
      const hasNewAddress = hasValue(addressPointer, accessIPv4)
      const isAddressed = (shown: ApiResponse) => hasNewAddress(shown) === undefined
      const before = acceptsAddress
        ? (await compute.poll(show, isAddressed, 'propagation', 'servers.update.access-ipv4')).value
        : await showRenamed(compute, serverId, build.name('before'))
      // An update could also start the server.
      const firstChange = acceptsAddress ? 'accessIPv4' : 'name'
      if (!acceptsAddress || isAddressed(before))
        verify.soft('servers.update.single-attribute').matches(before, isUnchanged(shownFirst, firstChange))

      const renames = verify('servers.update.renames')
      const response = await update({ name })
      renames.isSuccess(response)
      const shown = await renames.eventually(show, hasValue(namePointer, name))
      verify.complete('servers.update.renames')
      // Only where an update of a stopped server has an effect at all.
      if (acceptsAddress) verify.soft('servers.update.access-ipv4').matches(before, hasNewAddress)
      verify.complete('servers.update.access-ipv4')
      verify.soft('servers.update.answer').matches(response, agreesWithShow(before, shown, 'name'))
      verify
        .soft('servers.update.single-attribute')
        .matches(shown, isUnchanged(before, 'name', ...(isAddressed(before) ? [] : ['accessIPv4'])))
      if (isAddressed(before)) {
        // An update of the address could take back the name.
        await update({ accessIPv4: otherIPv4 })
        const hasOtherAddress = (read: ApiResponse) => read.at(addressPointer) === otherIPv4
        const { value: last } = await compute.poll(show, hasOtherAddress, 'propagation', 'servers.update.access-ipv4')
        verify.soft('servers.update.single-attribute').matches(last, isUnchanged(shown, 'accessIPv4'))
      }
      verify.complete('servers.update.answer', 'servers.update.single-attribute')
      const list = () => listReader(compute, plainList)({ name })
      const isListed = (read: ApiResponse) => listEntry(read, serverId) !== undefined
      const isDecided = (read: ApiResponse) => !read.isSuccess || isListed(read)
      const { value: listed } = await compute.poll(list, isDecided, 'propagation', 'servers in listServers')
      // Other tests cover a list without the server.
      if (!isListed(listed)) return
      await verify.soft('servers.list.name-shown').eventually(list, showsListedName(serverId, name))
    },
  )
})
