/**
 * Isolation of tenants: nobody sees, reads, changes or deletes the servers of somebody else.
 */

import {
  type ApiResponse,
  assumeDefined,
  describe,
  hasValueMatching,
  isRejected,
  isSuccess,
  lacksItem,
  type Matcher,
  test,
  verifies,
} from '#harness'
import type { TargetSettings } from '#model'
import { idsOf } from '../support/pagination.ts'
import { detailedList, plainList, reader, servers } from '../support/server-list.ts'

const bothLists = [plainList, detailedList]

/** The second tenant, with the token that is good for it. */
const otherOf = ({ other }: TargetSettings) => assumeDefined(other, 'No second tenant is configured.')

/** Not let in: by which refusal, or failure, is not judged here. */
const keptOut: Matcher = (response) => (response.isSuccess && !saysNothing(response) ? isRejected(response) : undefined)

/** A list of none, which tells nobody anything. */
const saysNothing = (response: ApiResponse): boolean =>
  Array.isArray(response.at('body/volumeAttachments')) && response.array('body/volumeAttachments').length === 0

describe('Isolation of tenants', () => {
  test(
    'does not list or show a server to another tenant',
    verifies('access.tenant-isolation'),
    async ({ given, compute, target, verify }) => {
      const server = await given.server()
      const other = otherOf(target)

      for (const list of bothLists) {
        for (const query of [{}, { name: server.name }]) {
          const response = await reader(compute, list, other)(query)
          // Whether the other tenant can list its own servers is no question of isolation.
          if (response.isSuccess && Array.isArray(response.at(servers)))
            verify('access.tenant-isolation').matches(response, lacksItem(servers, 'id', server.id))
        }
      }
      const shown = await compute.call('showServer', { path: { serverId: server.id }, ...other })
      verify('access.tenant-isolation').matches(shown, isRejected)
    },
  )

  test(
    'lets no other tenant look into a server, change it or delete it',
    verifies('access.tenant-isolation'),
    async ({ given, compute, target, build, verify }) => {
      const server = await given.server({ exclusive: true })
      const call = { path: { serverId: server.id }, ...otherOf(target) }
      const foreign = build.name('foreign')

      const responses = [
        await compute.call('listVolumeAttachments', call),
        await compute.call('updateServer', { ...call, body: { server: { name: foreign } } }),
        await compute.call('actOnServer', { ...call, body: { 'os-stop': null } }),
        await compute.call('deleteServer', call),
      ]

      for (const response of responses) verify('access.tenant-isolation').matches(response, keptOut)
      const isOwn = hasValueMatching(
        'body/server/name',
        'the name that its own tenant gave it',
        (name) => name !== foreign,
      )
      verify('access.tenant-isolation').matches(await compute.call('showServer', { path: call.path }), isSuccess, isOwn)
    },
  )

  test(
    "neither lists nor shows what another tenant's servers are",
    verifies('access.tenant-isolation'),
    async ({ compute, target, verify }) => {
      const other = otherOf(target)
      const theirs = idsOf(await reader(compute, plainList, other)(), servers).slice(0, 3)
      const ours = idsOf(await reader(compute, plainList)(), servers)

      const [foreign] = theirs.filter((id) => ours.includes(id))
      const seen = await reader(compute, detailedList)()
      if (foreign !== undefined || theirs.length > 0) {
        for (const id of theirs) {
          if (Array.isArray(seen.at(servers)))
            verify('access.tenant-isolation').matches(seen, lacksItem(servers, 'id', id))
          verify('access.tenant-isolation').matches(
            await compute.call('showServer', { path: { serverId: id } }),
            isRejected,
          )
        }
      } else verify('access.tenant-isolation').pass()
    },
  )
})
