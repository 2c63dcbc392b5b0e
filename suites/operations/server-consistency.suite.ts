/**
 * All servers of the run at once, after the last test that changes them. The oracle compares the lists with the servers.
 */
import { type ApiResponse, describe, type Matcher, probes, resolvePointer, test } from '#harness'
import { idsIn } from '../support/pagination.ts'
import { addOtherGroup } from '../support/security-groups.ts'
import { listEntry, matchesShow } from '../support/servers/server-comparison.ts'
import { bothLists, detailedList, listReader, serversPointer } from '../support/servers/server-list.ts'

/** The maximum number of servers to read: more than a run usually has. */
const maxServers = 6

/** Matches a list without these deleted servers. It may still show one as DELETED. */
const excludesDeleted =
  (ids: ReadonlySet<string>): Matcher =>
  (response) => {
    const listed = response.array(serversPointer).find((server) => {
      const [id, status] = ['id', 'status'].map((key) => resolvePointer(server, `server/${key}`))
      return typeof id === 'string' && ids.has(id) && status !== 'DELETED'
    })
    if (listed === undefined) return undefined
    return {
      message: 'A list has a deleted server that showServer no longer finds.',
      at: serversPointer,
      expected: 'servers that exist',
      actual: String(resolvePointer(listed, 'server/id')),
    }
  }

describe('The servers of a run', () => {
  test(
    'are listed as showServer shows them, and no longer once they are deleted',
    probes('servers.show.equals-detail', 'servers.delete.removes'),
    async ({ given, compute, verify, skip }) => {
      const { id } = await given.server({ exclusive: true })
      const removeGroup = await addOtherGroup(compute, id)
      const showAll = async (detail: ApiResponse) => {
        const ids = idsIn(detail, serversPointer).filter((each) => compute.run.ownServers.has(each))
        for (const serverId of ids.slice(0, maxServers)) await compute.call('showServer', { path: { serverId } })
      }
      const readUntilListed = listReader(compute, detailedList).until(id)
      let shown = await compute.call('showServer', { path: { serverId: id } })
      const readBoth = async () => {
        shown = await compute.call('showServer', { path: { serverId: id } })
        return readUntilListed()
      }
      const isListed = (detail: ApiResponse) => listEntry(detail, id) !== undefined
      const { value } = await compute.poll(readBoth, isListed, 'propagation', 'servers in listServersDetail')
      await showAll(value)
      await verify('servers.show.equals-detail').eventually(readBoth, (detail) => matchesShow(shown, id)(detail))
      await removeGroup()
      const deleted = new Set(compute.run.capacity.deletedIds)
      if (deleted.size === 0) skip('No server of the run is known to be gone.')
      for (const { operation } of bothLists)
        await verify.soft('servers.delete.removes').eventually(() => compute.call(operation), excludesDeleted(deleted))
    },
  )
})
