/**
 * GET /servers/{serverId}: what a client may rely on when it looks at a server.
 */
import { assumeDefined, describe, hasValue, test, verifies } from '#harness'
import { allFieldsServer } from '../scenarios/all-fields-server.ts'
import { assumeActive } from '../scenarios/scenario.ts'
import { formatAddresses, ownAddresses } from '../support/addresses.ts'
import { matchesShow } from '../support/server-comparison.ts'

describe('GET /servers/{serverId}', () => {
  test('returns the server that was asked for', verifies('servers.show.answers'), async ({ given, compute, must }) => {
    const server = await given.server()

    const answer = await compute.call('showServer', { path: { serverId: server.id } })

    must('servers.show.answers').isSuccess(answer)
    assumeDefined(answer.at('body/server/id'), 'The server is shown without an id.')
    must('servers.show.answers').matches(answer, hasValue('body/server/id', server.id))
  })

  test(
    'describes the server as the detailed list does',
    verifies('servers.show.equals-detail'),
    async ({ given, compute, budget, must }) => {
      const { id } = await given.server()
      const path = { serverId: id }
      let shown = await compute.call('showServer', { path })
      const name = assumeDefined(shown.string('body/server/name'), 'The server shows no name.')
      const readBoth = async () => {
        shown = await compute.call('showServer', { path })
        return compute.call('listServersDetail', { query: { name } })
      }
      await must('servers.show.equals-detail').eventually(
        readBoth,
        (detail) => matchesShow(shown, id)(detail),
        budget.propagation,
      )
    },
  )

  test(
    'describes a server with a key, groups and metadata as the detailed list does',
    verifies('servers.show.equals-detail'),
    async ({ given, compute, draft, must }) => {
      const { sight, detail, afterUpdate } = await allFieldsServer({ given, compute, draft })
      must('servers.show.equals-detail').matches(detail, matchesShow(afterUpdate, assumeActive(sight).id))
    },
  )

  test(
    'shows the tenant that the server belongs to',
    verifies('servers.tenant-id.own'),
    async ({ given, compute, target, must }) => {
      const server = await given.server()

      const answer = await compute.call('showServer', { path: { serverId: server.id } })

      assumeDefined(answer.string('body/server/tenant_id'), 'The server shows no tenant.')
      must('servers.tenant-id.own').matches(answer, hasValue('body/server/tenant_id', target.tenant))
    },
  )

  test(
    'shows an address for the network of an active server',
    verifies('servers.addresses.per-port'),
    async ({ given, compute, must }) => {
      const server = await given.server()

      const answer = await compute.call('showServer', { path: { serverId: server.id } })

      const addresses = ownAddresses(answer)
      must('servers.addresses.per-port').holds(addresses.length > 0, answer, {
        message: 'A server with a network shows no address.',
        at: 'body/server/addresses',
        expected: 'an address',
        actual: formatAddresses(addresses),
      })
      // Ports of different networks may have the same address. One that is no text is for the contract to judge.
      const told = addresses.filter(({ address }) => typeof address === 'string').map((one) => formatAddresses([one]))
      must('servers.addresses.per-port').holds(new Set(told).size === told.length, answer, {
        message: 'A server shows one address twice.',
        at: 'body/server/addresses',
        expected: 'every address once',
        actual: formatAddresses(addresses),
      })
    },
  )
})
