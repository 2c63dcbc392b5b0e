/**
 * All servers of the run at once, after the last test that changes them. The oracle compares the lists with the servers.
 */
import {
  type ApiResponse,
  type ComputeClient,
  describe,
  isAtRest,
  type Matcher,
  probes,
  type RequirementAssertion,
  resolvePointer,
  test,
} from '#harness'
import { idsIn } from '../support/pagination.ts'
import { addOtherGroup } from '../support/security-groups.ts'
import { isUnchanged, listEntry, matchesShow } from '../support/servers/server-comparison.ts'
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

/**
 * Verifies that the detailed list describes another server of the run as showServer does, unless a test changes it meanwhile: a target may
 * describe all servers as the first.
 */
async function verifyOtherEntry(
  equalsDetail: RequirementAssertion,
  compute: ComputeClient,
  detail: ApiResponse,
  id: string,
): Promise<void> {
  const isOwn = (each: string) => each !== id && compute.run.ownServers.has(each)
  const other = idsIn(detail, serversPointer).find(isOwn)
  if (other === undefined) return
  const show = () => compute.call('showServer', { path: { serverId: other } })
  let before = await show()
  let after = before
  const readList = async () => {
    before = await show()
    const list = await listReader(compute, detailedList).until(other)()
    after = await show()
    return list
  }
  const describesOther: Matcher = (list) => {
    const isIdle = isAtRest('ACTIVE')(before) && after.isSuccess && isUnchanged(before)(after) === undefined
    return isIdle && listEntry(list, other) !== undefined ? matchesShow(after, other)(list) : undefined
  }
  await equalsDetail.eventually(readList, describesOther)
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
      const equalsDetail = verify('servers.show.equals-detail')
      const detail = await equalsDetail.eventually(readBoth, (list) => matchesShow(shown, id)(list))
      await verifyOtherEntry(equalsDetail, compute, detail, id)
      await removeGroup()
      const deleted = new Set(compute.run.capacity.deletedIds)
      if (deleted.size === 0) skip('No server of the run is known to be gone.')
      for (const { operation } of bothLists)
        await verify.soft('servers.delete.removes').eventually(() => compute.call(operation), excludesDeleted(deleted))
    },
  )
})
