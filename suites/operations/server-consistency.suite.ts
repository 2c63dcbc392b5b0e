/**
 * All servers of the run side by side, when no test changes them any more. The oracle compares what the lists and the servers show.
 */
import { type ApiResponse, describe, probes, test } from '#harness'
import { idsIn } from '../support/pagination.ts'
import { listEntry, matchesShow } from '../support/servers/server-comparison.ts'
import { serversPointer } from '../support/servers/server-list.ts'

/** More servers than a run usually has. */
const maxServers = 6

describe('The servers of a run', () => {
  test(
    'are in the lists as they show themselves',
    probes('servers.show.equals-detail'),
    async ({ given, compute, verify }) => {
      const { id } = await given.server()
      const showAll = async (detail: ApiResponse) => {
        const ids = idsIn(detail, serversPointer).filter((each) => compute.run.ownServers.has(each))
        for (const serverId of ids.slice(0, maxServers)) await compute.call('showServer', { path: { serverId } })
      }
      let shown = await compute.call('showServer', { path: { serverId: id } })
      const readBoth = async () => {
        shown = await compute.call('showServer', { path: { serverId: id } })
        return compute.call('listServersDetail')
      }
      const isListed = (detail: ApiResponse) => listEntry(detail, id) !== undefined
      const { value } = await compute.poll(readBoth, isListed, 'propagation', 'servers in listServersDetail')
      await showAll(value)
      await verify('servers.show.equals-detail').eventually(readBoth, (detail) => matchesShow(shown, id)(detail))
    },
  )
})
