/**
 * GET /servers/{serverId}: what a client may rely on when it looks at a server.
 */
import { assumeDefined, describe, hasValue, test, verifies } from '#harness'
import { allFieldsServer } from '../scenarios/all-fields-server.ts'
import { assumeActive } from '../scenarios/scenario.ts'
import { formatAddresses, ownAddresses } from '../support/addresses.ts'
import { matchesShow } from '../support/server-comparison.ts'

describe('GET /servers/{serverId}', () => {
  test(
    'returns the server that was asked for',
    verifies('servers.show.answers'),
    async ({ given, compute, verify }) => {
      const server = await given.server()

      const response = await compute.call('showServer', { path: { serverId: server.id } })

      verify('servers.show.answers').isSuccess(response)
      assumeDefined(response.at('body/server/id'), 'The server is shown without an id.')
      verify('servers.show.answers').matches(response, hasValue('body/server/id', server.id))
    },
  )

  test(
    'describes the server as the detailed list does',
    verifies('servers.show.equals-detail'),
    async ({ given, compute, timeouts, verify }) => {
      const { id } = await given.server()
      const path = { serverId: id }
      let shown = await compute.call('showServer', { path })
      const name = assumeDefined(shown.string('body/server/name'), 'The server shows no name.')
      const readBoth = async () => {
        shown = await compute.call('showServer', { path })
        return compute.call('listServersDetail', { query: { name } })
      }
      await verify('servers.show.equals-detail').eventually(
        readBoth,
        (detail) => matchesShow(shown, id)(detail),
        timeouts.propagation,
      )
    },
  )

  test(
    'describes a server with a key, groups and metadata as the detailed list does',
    verifies('servers.show.equals-detail'),
    async ({ given, compute, build, verify }) => {
      const { sight, detail, afterUpdate } = await allFieldsServer({ given, compute, build })
      verify('servers.show.equals-detail').matches(detail, matchesShow(afterUpdate, assumeActive(sight).id))
    },
  )

  test(
    'shows the tenant that the server belongs to',
    verifies('servers.tenant-id.own'),
    async ({ given, compute, target, verify }) => {
      const server = await given.server()

      const response = await compute.call('showServer', { path: { serverId: server.id } })

      assumeDefined(response.string('body/server/tenant_id'), 'The server shows no tenant.')
      verify('servers.tenant-id.own').matches(response, hasValue('body/server/tenant_id', target.tenant))
    },
  )

  test(
    'shows an address for the network of an active server',
    verifies('servers.addresses.per-port'),
    async ({ given, compute, verify }) => {
      const server = await given.server()

      const response = await compute.call('showServer', { path: { serverId: server.id } })

      const addresses = ownAddresses(response)
      verify('servers.addresses.per-port').holds(addresses.length > 0, response, {
        message: 'A server with a network shows no address.',
        at: 'body/server/addresses',
        expected: 'an address',
        actual: formatAddresses(addresses),
      })
      // Ports of different networks may have the same address. One that is no text is for the contract to judge.
      const told = addresses.filter(({ address }) => typeof address === 'string').map((one) => formatAddresses([one]))
      verify('servers.addresses.per-port').holds(new Set(told).size === told.length, response, {
        message: 'A server shows one address twice.',
        at: 'body/server/addresses',
        expected: 'every address once',
        actual: formatAddresses(addresses),
      })
    },
  )
})
