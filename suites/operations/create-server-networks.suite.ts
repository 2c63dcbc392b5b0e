/**
 * POST /servers: what a client may rely on when it says which networks its server is to be on.
 */
import { isIP } from 'node:net'
import { type ApiResponse, assume, assumeDefined, describe, test, verifies } from '#harness'
import { minimalServer } from '../scenarios/minimal-server.ts'
import { assumeActive, observeCreation, requestServer } from '../scenarios/scenario.ts'
import { twoInterfaceServer } from '../scenarios/two-interface-server.ts'
import { formatAddresses, ownAddresses, type ShownAddress } from '../support/addresses.ts'

const noSuchServer = 'The target gives no server two interfaces on one network.'

/** Addresses to compare. That a server shows any, and that they are such, are other requirements. */
const someAddresses = (shown: ApiResponse): readonly ShownAddress[] => {
  const addresses = ownAddresses(shown)
  assumeDefined(addresses[0], 'The server shows no address.')
  const areSuch = addresses.every(({ address }) => typeof address === 'string' && isIP(address) > 0)
  assume(areSuch, 'The server shows something else for addresses.')
  return addresses
}

describe('POST /servers, networks', () => {
  test(
    'puts the server on the network whose id it names',
    verifies('servers.create.network-uuid'),
    async ({ given, compute, build, resources, target, has, verify }) => {
      const { life } = await minimalServer({ given, compute, build })
      const { shown } = assumeActive(life?.sight)
      const addresses = someAddresses(shown)

      const url = `${target.services.network}/v2.0/networks/${resources.network}`
      const network = has('networkService') ? await compute.request({ method: 'GET', url }) : undefined
      const name = network?.string('body/network/name')
      const isThere = addresses.some((address) => name === undefined || address.network === name)
      verify('servers.create.network-uuid').holds(isThere, shown, {
        message: 'The server has no address on the network it was put on.',
        at: 'body/server/addresses',
        expected: name === undefined ? 'an address' : `an address on ${name}`,
        actual: formatAddresses(addresses),
      })
    },
  )

  test(
    'gives the server an interface for every entry',
    verifies('servers.create.nic-per-network'),
    async ({ given, compute, build, verify }) => {
      const { sight } = await twoInterfaceServer({ given, compute, build })
      const { shown } = assumeActive(assumeDefined(sight, noSuchServer))
      const addresses = someAddresses(shown)

      verify('servers.create.nic-per-network').holds(addresses.length >= 2, shown, {
        message: 'A server created with two networks has not an address for each.',
        at: 'body/server/addresses',
        expected: '2 addresses',
        actual: formatAddresses(addresses),
      })
    },
  )

  test(
    'gives the server the address of the port it names',
    verifies('servers.create.network-port'),
    async ({ given, compute, build, verify }) => {
      const { sight, portAddress, portRefusal } = await twoInterfaceServer({ given, compute, build })
      if (portRefusal) verify('servers.create.network-port').isSuccess(portRefusal)
      const { shown } = assumeActive(assumeDefined(sight, noSuchServer))
      const addresses = someAddresses(shown)

      verify('servers.create.network-port').holds(
        addresses.some(({ address }) => address === portAddress),
        shown,
        {
          message: 'A server created with a port has not the address of that port.',
          at: 'body/server/addresses',
          expected: String(portAddress),
          actual: formatAddresses(addresses),
        },
      )
    },
  )

  test(
    'gives the server the address it asks for',
    verifies('servers.create.network-fixed-ip'),
    async ({ given, compute, build, verify }) => {
      const { sight, fixedAddress, fixedRefusal } = await twoInterfaceServer({ given, compute, build })
      if (fixedRefusal) verify('servers.create.network-fixed-ip').isSuccess(fixedRefusal)
      const { shown } = assumeActive(assumeDefined(sight, noSuchServer))
      const addresses = someAddresses(shown)

      // Of a server that lacks the second interface, or has it elsewhere, nothing can be said about the address.
      const networks = new Set(addresses.map(({ network }) => network))
      const isAsMeant = addresses.length > 1 && networks.size === 1
      assume(isAsMeant, 'The server has no two interfaces on one network.')
      verify('servers.create.network-fixed-ip').holds(
        addresses.some(({ address }) => address === fixedAddress),
        shown,
        {
          message: 'A server created with a fixed address has another.',
          at: 'body/server/addresses',
          expected: String(fixedAddress),
          actual: formatAddresses(addresses),
        },
      )
    },
  )

  test(
    'puts the server on the subnet whose id it names',
    verifies('servers.create.network-subnet'),
    async ({ given, compute, build, resources, verify }) => {
      const plain = await minimalServer({ given, compute, build })
      const { shown: other } = assumeActive(plain.life?.sight)
      someAddresses(other)
      await given.reserveCapacity()
      const networks = [{ subnet: resources.subnet }]
      const created = await requestServer({ given, compute, build }, build.server('subnet', { networks }))
      verify('servers.create.network-subnet').isSuccess(created)
      const { shown } = assumeActive(await observeCreation({ given, compute, build }, created))

      const addresses = ownAddresses(shown)
      verify('servers.create.network-subnet').holds(addresses.length > 0, shown, {
        message: 'A server created with a subnet has no address.',
        at: 'body/server/addresses',
        expected: 'an address',
        actual: formatAddresses(addresses),
      })
    },
  )
})
