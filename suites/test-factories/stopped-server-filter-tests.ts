import { allOf, assume, assumeDefined, isSuccess, test, verifies } from '#harness'
import { idsIn } from '../support/pagination.ts'
import { recordIfNoMarker, verifyFirstPage, verifyLeavesOut, verifyLists } from '../support/servers/filtered-list.ts'
import { documentedStatus, examplePairs } from '../support/servers/server-filters.ts'
import {
  containsServer,
  isWellFormedList,
  listReader,
  narrowToServers,
  type ServerList,
  serversPointer,
} from '../support/servers/server-list.ts'
import { statusPointer } from '../support/servers/server-state.ts'

/** Defines the test that filters and markers know a stopped server. */
export function describeStoppedServer(list: ServerList): void {
  const { answers, status, changesSince, image, limit } = list.requirements

  test(
    'lists a stopped server, also by status, image or time of change, and accepts it as a marker',
    verifies(status, answers, changesSince, image, limit),
    async ({ given, compute, target, verify, skip }) => {
      const server = await given.server({ exclusive: true, state: 'SHUTOFF' })
      const shown = await compute.call('showServer', { path: { serverId: server.id } })
      const own = assumeDefined(shown.string(statusPointer), 'The stopped server shows no status.', 'servers.status')
      // STOPPED as in the table of states, or SHUTOFF, by which the list has to know it even if it shows another spelling.
      const shownStatus = own === 'STOPPED' ? own : (documentedStatus(shown) ?? own)
      const read = listReader(compute, list)
      const lists = allOf(isSuccess, containsServer(server.id))
      const readUntilListed = read.until(server.id)
      const first = await readUntilListed()
      const whole = isWellFormedList(first) ? await verify.soft(answers).eventually(readUntilListed, lists) : first
      verify.complete(answers)
      const narrow = await narrowToServers(read, [server])
      if (idsIn(whole, serversPointer).includes(server.id)) await recordIfNoMarker(read, server.id)

      await verifyLists(verify(status), read, { ...narrow, status: shownStatus }, { id: server.id, shown })
      await verifyLeavesOut(verify(status), read, { ...narrow, status: 'ACTIVE' }, server.id)
      verify.complete(status)
      // The first server of the unfiltered list has one of these statuses, so it is left out of the page with the other one.
      const pages = []
      for (const one of [shownStatus, 'ACTIVE'])
        pages.push(await verifyFirstPage(verify.soft(limit), read, { status: one }))
      assume(pages.includes(true), 'The list leaves out the server.', answers)
      verify.complete(limit)
      const filters = examplePairs(list, shown, target, []).filter(({ id }) => id === image || id === changesSince)
      for (const { id, matching } of filters)
        await verifyLists(verify.soft(id), read, { ...narrow, ...matching }, { id: server.id, shown })
      if (filters.length < 2) skip('The server does not show enough for every filter.')
    },
  )
}
