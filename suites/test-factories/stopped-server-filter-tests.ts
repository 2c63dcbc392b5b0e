import { allOf, isSuccess, test, verifies } from '#harness'
import { idsIn } from '../support/pagination.ts'
import { recordIfNoMarker, verifyLeavesOut, verifyLists } from '../support/servers/filtered-list.ts'
import { assumeStoppedStatus, examplePairs } from '../support/servers/server-filters.ts'
import {
  containsServer,
  isWellFormedList,
  listReader,
  narrowToServers,
  type ServerList,
  serversPointer,
} from '../support/servers/server-list.ts'

/** Defines the test that filters and markers know a stopped server. */
export function describeStoppedServer(list: ServerList): void {
  const { answers, status, changesSince, image } = list.requirements

  test(
    'lists a stopped server, also by status, image or time of change, and accepts it as a marker',
    verifies(status, answers, changesSince, image),
    async ({ given, compute, target, verify, skip }) => {
      const server = await given.server({ exclusive: true, state: 'SHUTOFF' })
      const shown = await compute.call('showServer', { path: { serverId: server.id } })
      const stopped = assumeStoppedStatus(shown)
      const read = listReader(compute, list)
      const lists = allOf(isSuccess, containsServer(server.id))
      const readUntilListed = read.until(server.id)
      const first = await readUntilListed()
      const whole = isWellFormedList(first) ? await verify.soft(answers).eventually(readUntilListed, lists) : first
      verify.complete(answers)
      const narrow = await narrowToServers(read, [server])
      if (idsIn(whole, serversPointer).includes(server.id)) await recordIfNoMarker(read, server.id)

      await verifyLists(verify(status), read, { ...narrow, status: stopped }, { id: server.id, shown })
      await verifyLeavesOut(verify(status), read, { ...narrow, status: 'ACTIVE' }, server.id)
      verify.complete(status)
      const filters = examplePairs(list, shown, target, []).filter(({ id }) => id === image || id === changesSince)
      for (const { id, matching } of filters)
        await verifyLists(verify.soft(id), read, { ...narrow, ...matching }, { id: server.id, shown })
      if (filters.length < 2) skip('The server does not show enough for every filter.')
    },
  )
}
