import { type ApiResponse, assume, test, verifies } from '#harness'
import { idsIn } from '../support/pagination.ts'
import { verifyFirstPage } from '../support/servers/filtered-list.ts'
import { assumeStoppedStatus } from '../support/servers/server-filters.ts'
import { listReader, type ServerList, serversPointer } from '../support/servers/server-list.ts'
import { serially } from './serially.ts'

/** Defines the test that a page has a server of the status that the filter selects, wherever it is in the whole list. */
export function describePagesByStatus(list: ServerList): void {
  const { limit, status } = list.requirements
  test('applies limit to the servers of a status', verifies(limit), async ({ given, compute, verify }) =>
    serially(async () => {
      const { id: serverId } = await given.server({ exclusive: true, state: 'SHUTOFF' })
      await given.server()
      const shown = await compute.call('showServer', { path: { serverId } })
      const stopped = assumeStoppedStatus(shown)
      const read = listReader(compute, list)
      // The first server of the whole list has one of these statuses, and is left out of the page with the other one.
      for (const one of [stopped, 'ACTIVE']) {
        const isListed = (page: ApiResponse) => idsIn(page, serversPointer).length > 0
        await compute.poll(() => read.page({ status: one }), isListed, 'propagation', 'a server in the list by status')
        const isPaged = await verifyFirstPage(verify.soft(limit), read, { status: one })
        assume(isPaged, 'The list with a filter by status does not have a server in that status.', status)
      }
    }),
  )
}
