/**
 * GET /servers/{serverId}: what a client may rely on when it looks at a server.
 */
import { arranged, describe, shows, test, verifies } from '#harness'
import { ownAddresses, tell } from '../addresses.ts'
import { likeShown } from '../likeness.ts'
import { richServer } from '../rich-server.ts'
import { whenActive } from '../situation.ts'

describe('GET /servers/{serverId}', () => {
  test('returns the server that was asked for', verifies('servers.show.answers'), async ({ given, compute, must }) => {
    const server = await given.server()

    const answer = await compute.call('showServer', { path: { serverId: server.id } })

    must('servers.show.answers').succeed(answer)
    arranged(answer.at('body/server/id'), 'The server is shown without an id.')
    must('servers.show.answers').see(answer, shows('body/server/id', server.id))
  })

  test(
    'describes the server as the detailed list does',
    verifies('servers.show.equals-detail'),
    async ({ given, compute, budget, must }) => {
      const { id } = await given.server()
      const path = { serverId: id }
      let shown = await compute.call('showServer', { path })
      const name = arranged(shown.string('body/server/name'), 'The server shows no name.')
      const readBoth = async () => {
        shown = await compute.call('showServer', { path })
        return compute.call('listServersDetail', { query: { name } })
      }
      await must('servers.show.equals-detail').eventually(
        readBoth,
        (detail) => likeShown(shown, id)(detail),
        budget.settle,
      )
    },
  )

  test(
    'describes a server with a key, groups and metadata as the detailed list does',
    verifies('servers.show.equals-detail'),
    async ({ given, compute, draft, must }) => {
      const { sight, detail, afterUpdate } = await richServer({ given, compute, draft })
      must('servers.show.equals-detail').see(detail, likeShown(afterUpdate, whenActive(sight).id))
    },
  )

  test(
    'shows the tenant that the server belongs to',
    verifies('servers.tenant-id.own'),
    async ({ given, compute, target, must }) => {
      const server = await given.server()

      const answer = await compute.call('showServer', { path: { serverId: server.id } })

      arranged(answer.string('body/server/tenant_id'), 'The server shows no tenant.')
      must('servers.tenant-id.own').see(answer, shows('body/server/tenant_id', target.tenant))
    },
  )

  test(
    'shows an address for the network of an active server',
    verifies('servers.addresses.per-port'),
    async ({ given, compute, must }) => {
      const server = await given.server()

      const answer = await compute.call('showServer', { path: { serverId: server.id } })

      const addresses = ownAddresses(answer)
      must('servers.addresses.per-port').that(addresses.length > 0, answer, {
        message: 'A server with a network shows no address.',
        at: 'body/server/addresses',
        expected: 'an address',
        actual: tell(addresses),
      })
      // Ports of different networks may have the same address. One that is no text is for the contract to judge.
      const told = addresses.filter(({ address }) => typeof address === 'string').map((one) => tell([one]))
      must('servers.addresses.per-port').that(new Set(told).size === told.length, answer, {
        message: 'A server shows one address twice.',
        at: 'body/server/addresses',
        expected: 'every address once',
        actual: tell(addresses),
      })
    },
  )
})
