/**
 * Isolation of tenants: nobody sees, reads or deletes the servers of somebody else.
 */
import { arranged, describe, isRefused, listsNot, succeeds, type TargetSettings, test, verifies } from '#harness'
import { idsOf } from '../paging.ts'
import { detailedList, plainList, reader, servers } from '../server-lists.ts'

const bothLists = [plainList, detailedList]

/** The second tenant, with the token that is good for it. */
const otherOf = ({ other }: TargetSettings) => arranged(other, 'No second tenant is configured.')

describe('Isolation of tenants', () => {
  test(
    'does not list or show a server to another tenant',
    verifies('access.tenant-isolation'),
    async ({ given, compute, target, must }) => {
      const server = await given.server()
      const other = otherOf(target)

      for (const list of bothLists) {
        for (const query of [{}, { name: server.name }]) {
          const answer = await reader(compute, list, other)(query)
          // Whether the other tenant can list its own servers is no question of isolation.
          if (answer.succeeded && Array.isArray(answer.at(servers)))
            must('access.tenant-isolation').see(answer, listsNot(servers, 'id', server.id))
        }
      }
      const shown = await compute.call('showServer', { path: { serverId: server.id }, ...other })
      must('access.tenant-isolation').see(shown, isRefused)
    },
  )

  test(
    'lets no other tenant delete a server',
    verifies('access.tenant-isolation'),
    async ({ given, compute, target, must }) => {
      const server = await given.server({ exclusive: true })
      const path = { serverId: server.id }

      const answer = await compute.call('deleteServer', { path, ...otherOf(target) })

      must('access.tenant-isolation').see(answer, isRefused)
      must('access.tenant-isolation').see(await compute.call('showServer', { path }), succeeds)
    },
  )

  test(
    "neither lists nor shows what another tenant's servers are",
    verifies('access.tenant-isolation'),
    async ({ compute, target, must }) => {
      const other = otherOf(target)
      const theirs = idsOf(await reader(compute, plainList, other)(), servers).slice(0, 3)
      const ours = idsOf(await reader(compute, plainList)(), servers)

      const [foreign] = theirs.filter((id) => ours.includes(id))
      const seen = await reader(compute, detailedList)()
      if (foreign !== undefined || theirs.length > 0) {
        for (const id of theirs) {
          if (Array.isArray(seen.at(servers))) must('access.tenant-isolation').see(seen, listsNot(servers, 'id', id))
          must('access.tenant-isolation').see(await compute.call('showServer', { path: { serverId: id } }), isRefused)
        }
      } else must('access.tenant-isolation').fulfilled()
    },
  )
})
