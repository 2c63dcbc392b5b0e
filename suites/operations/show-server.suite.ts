/**
 * GET /servers/{serverId}: the description of a server.
 */
import {
  type ApiResponse,
  assume,
  assumeDefined,
  describe,
  hasId,
  hasValue,
  InconclusiveError,
  type Matcher,
  test,
  verifies,
} from '#harness'
import { allFieldsServer } from '../scenarios/all-fields-server.ts'
import { assumeActive } from '../scenarios/scenario.ts'
import { fixedAddresses, formatAddresses } from '../support/addresses.ts'
import { listEntry, matchesShow } from '../support/servers/server-comparison.ts'
import { detailedList, listReader } from '../support/servers/server-list.ts'

describe('GET /servers/{serverId}', () => {
  test('returns the requested server', verifies('servers.show.answers'), async ({ given, compute, verify }) => {
    const server = await given.server({ anyStatus: true })

    const response = await compute.call('showServer', { path: { serverId: server.id } })

    verify('servers.show.answers').isSuccess(response)
    const { unshownBy } = response.traits
    assume(unshownBy === undefined, 'showServer does not return the server.', unshownBy)
    assumeDefined(response.at('body/server/id'), 'The server shows no id.', 'servers.id')
    verify('servers.show.answers').matches(response, hasId('body/server/id', server.id))
  })

  test(
    'describes the server as the detailed list does',
    verifies('servers.show.equals-detail'),
    async ({ given, compute, verify }) => {
      const { id } = await given.server({ anyStatus: true })
      const path = { serverId: id }
      let shown = await compute.call('showServer', { path })
      const name = assumeDefined(shown.string('body/server/name'), 'The server shows no name.', 'servers.name')
      const readBoth = async () => {
        shown = await compute.call('showServer', { path })
        return listReader(compute, detailedList).until(id)({ name })
      }
      const isListed = (detail: ApiResponse) => listEntry(detail, id) !== undefined
      await compute.poll(readBoth, isListed, 'propagation', 'servers in listServersDetail')
      await verify('servers.show.equals-detail').eventually(readBoth, (detail) => matchesShow(shown, id)(detail))
    },
  )

  test(
    'describes a server with a key, groups and metadata as the detailed list does',
    verifies('servers.show.equals-detail'),
    async ({ given, compute, build, verify }) => {
      const { observation, detailAfterUpdate, shownAfterUpdate } = await allFieldsServer({ given, compute, build })
      const { id } = assumeActive(observation)
      if (detailAfterUpdate instanceof InconclusiveError) throw detailAfterUpdate

      verify('servers.show.equals-detail').matches(detailAfterUpdate, matchesShow(shownAfterUpdate, id))
    },
  )

  test(
    'shows the tenant that the server belongs to',
    verifies('servers.tenant-id.own'),
    async ({ given, compute, target, verify }) => {
      const server = await given.server({ anyStatus: true })

      const response = await compute.call('showServer', { path: { serverId: server.id } })

      assumeDefined(response.string('body/server/tenant_id'), 'The server shows no tenant.', 'servers.tenant-id')
      verify('servers.tenant-id.own').matches(response, hasValue('body/server/tenant_id', target.tenant))
    },
  )

  test(
    'shows an address for the network of an ACTIVE server, and each address once',
    verifies('servers.addresses.per-port'),
    async ({ given, compute, verify }) => {
      const server = await given.server()

      const hasAnAddress: Matcher = (shown) =>
        fixedAddresses(shown).length > 0
          ? undefined
          : {
              message: 'A server on a network shows no address.',
              at: 'body/server/addresses',
              expected: 'an address',
              actual: 'none',
            }
      const show = () => compute.call('showServer', { path: { serverId: server.id } })
      const response = await verify('servers.addresses.per-port').eventually(show, hasAnAddress)
      const addresses = fixedAddresses(response)
      // The same address on two networks is allowed. servers.addresses.addr covers one that is not a string.
      const texts = addresses.filter(({ address }) => typeof address === 'string').map((one) => formatAddresses([one]))
      verify('servers.addresses.per-port').holds(new Set(texts).size === texts.length, response, {
        message: 'A server shows one address twice.',
        at: 'body/server/addresses',
        expected: 'every address once',
        actual: formatAddresses(addresses),
      })
    },
  )
})
