/**
 * POST /servers: networks, ports, fixed addresses and subnets.
 */
import { isIP } from 'node:net'
import { type ApiResponse, assume, assumeDefined, assumeSuccess, describe, test, verifies } from '#harness'
import { assumeMinimalAccepted, minimalServer } from '../scenarios/minimal-server.ts'
import { multiInterfaceServer } from '../scenarios/multi-interface-server.ts'
import { showPort } from '../scenarios/port-groups.ts'
import { assumeActive, observeCreation, requestServer } from '../scenarios/scenario.ts'
import { fixedAddresses, formatAddresses, type ShownAddress } from '../support/addresses.ts'
import { orNone } from '../support/or-none.ts'
import { assumeGroupNames, hasGroup } from '../support/security-groups.ts'
import { requestedBy, requestServerById, waitUntilActive } from '../support/servers/active-server.ts'

const noTwoInterfaces = 'The target creates no server with two interfaces on one network.'

/**
 * Returns the addresses of an ACTIVE server.
 * @throws InconclusiveError when it has none (`servers.addresses.per-port`), or one is not an IP address (`servers.addresses.addr`)
 */
const assumeAddresses = (shown: ApiResponse): readonly ShownAddress[] => {
  const addresses = fixedAddresses(shown)
  assumeDefined(addresses[0], 'The server shows no address.', 'servers.addresses.per-port')
  const areValid = addresses.every(({ address }) => typeof address === 'string' && isIP(address) > 0)
  assume(areValid, 'The server shows an address that is not an IP address.', 'servers.addresses.addr')
  return addresses
}

describe('POST /servers, networks', () => {
  test(
    'puts the server on the network with the given id',
    verifies('servers.create.network-uuid'),
    async ({ given, compute, build, resources, target, has, verify }) => {
      const { lifecycle } = await minimalServer({ given, compute, build })
      const { shown } = assumeActive(lifecycle?.observation)
      const addresses = assumeAddresses(shown)

      const url = `${target.services.network}/v2.0/networks/${resources.network}`
      const network = has('networkService') ? await compute.request({ method: 'GET', url }) : undefined
      const name = network?.string('body/network/name')
      const isOnNetwork = addresses.some((address) => name === undefined || address.network === name)
      verify('servers.create.network-uuid').holds(isOnNetwork, shown, {
        message: 'The server has no address on the requested network.',
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
      const { observation } = await multiInterfaceServer({ given, compute, build })
      await assumeMinimalAccepted({ given, compute, build }, observation === undefined)
      const { shown } = assumeActive(assumeDefined(observation, noTwoInterfaces))
      const addresses = assumeAddresses(shown)

      verify('servers.create.nic-per-network').holds(addresses.length >= 2, shown, {
        message: 'A server on two networks does not have an address on each.',
        at: 'body/server/addresses',
        expected: '2 addresses',
        actual: formatAddresses(addresses),
      })
    },
  )

  test(
    'puts a server with several interfaces into the requested group',
    verifies('servers.create.security-groups'),
    async ({ given, compute, build, resources, verify, skip }) => {
      const { securityGroup } = resources
      const { observation } = (await orNone(multiInterfaceServer({ given, compute, build }))) ?? {}
      // Without such a server, other tests verify the requirement.
      if (securityGroup === undefined || !observation?.isActive)
        return skip('No server has two interfaces and a group.')
      // Another requirement covers a server with fewer interfaces than networks.
      if (fixedAddresses(observation.shown).length < 2) return skip('No server has two interfaces and a group.')
      assumeGroupNames(observation.shown)
      verify('servers.create.security-groups').matches(observation.shown, hasGroup(securityGroup))
    },
  )

  test(
    'gives the server the address of the given port',
    verifies('servers.create.network-port'),
    async ({ given, compute, build, verify }) => {
      const { observation, portAddress, portRejection } = await multiInterfaceServer({ given, compute, build })
      if (portRejection) verify('servers.create.network-port').isSuccess(portRejection)
      await assumeMinimalAccepted({ given, compute, build }, observation === undefined)
      const { shown } = assumeActive(assumeDefined(observation, noTwoInterfaces))
      const addresses = assumeAddresses(shown)

      const hasPortAddress = addresses.some(({ address }) => address === portAddress)
      verify('servers.create.network-port').holds(hasPortAddress, shown, {
        message: 'A server created with a port does not have the address of the port.',
        at: 'body/server/addresses',
        expected: String(portAddress),
        actual: formatAddresses(addresses),
      })
    },
  )

  test(
    'leaves the security groups of an existing port as they are',
    verifies('servers.create.port-keeps-groups'),
    async ({ given, compute, build, verify }) => {
      const group = await given.securityGroup()
      const scenario = await orNone(multiInterfaceServer({ given, compute, build }))
      const shownAroundCreate = async () => {
        await given.reserveCapacity()
        const { id } = await given.port()
        const before = await showPort(compute, id)
        assumeSuccess(before, 'The network service does not show the port.')
        const fields = { networks: [{ port: id }], security_groups: [{ name: group }] }
        const created = await requestServer({ given, compute, build }, build.server('port-groups', fields))
        assumeSuccess(created, 'No server can be created with a port.', 'servers.create.network-port')
        assumeActive(await observeCreation({ given, compute, build }, created))
        return { before, after: await showPort(compute, id) }
      }
      const { before, after } = scenario?.port ?? (await shownAroundCreate())
      const groupsOf = (shown: ApiResponse) =>
        shown.array('body/port/security_groups').map(String).toSorted().join(', ')

      verify('servers.create.port-keeps-groups').holds(groupsOf(after) === groupsOf(before), after, {
        message: 'The security groups of a port changed when a server was created with it.',
        at: 'body/port/security_groups',
        expected: groupsOf(before) || 'none',
        actual: groupsOf(after) || 'none',
      })
    },
  )

  test(
    'gives the server the requested fixed address',
    verifies('servers.create.network-fixed-ip'),
    async ({ given, compute, build, verify }) => {
      const { observation, fixedAddress, fixedIpRejection } = await multiInterfaceServer({ given, compute, build })
      if (fixedIpRejection) verify('servers.create.network-fixed-ip').isSuccess(fixedIpRejection)
      await assumeMinimalAccepted({ given, compute, build }, observation === undefined)
      const { shown } = assumeActive(assumeDefined(observation, noTwoInterfaces))
      const addresses = assumeAddresses(shown)

      // Without the second interface, or with one on another network, a missing address has another reason.
      const networks = new Set(addresses.map(({ network }) => network))
      assume(addresses.length > 1 && networks.size === 1, 'The server does not have two interfaces on one network.')
      const hasFixedAddress = addresses.some(({ address }) => address === fixedAddress)
      verify('servers.create.network-fixed-ip').holds(hasFixedAddress, shown, {
        message: 'A server created with a fixed address does not have this address.',
        at: 'body/server/addresses',
        expected: String(fixedAddress),
        actual: formatAddresses(addresses),
      })
    },
  )

  test(
    'gives the server an address for the given subnet',
    verifies('servers.create.network-subnet'),
    async ({ given, compute, build, resources, verify }) => {
      const ctx = { given, compute, build }
      const minimal = await minimalServer(ctx)
      assumeAddresses(assumeActive(minimal.lifecycle?.observation).shown)
      await given.reserveCapacity()
      const body = () => build.server('subnet', { networks: [{ subnet: resources.subnet }] })
      const response = await requestServer(ctx, body())
      verify('servers.create.network-subnet').isSuccess(response)
      const first = requestedBy(compute, response)
      const { created } = await waitUntilActive(compute, first, () => requestServerById(compute, body()))
      const { shown } = assumeActive(await observeCreation(ctx, created))

      const addresses = fixedAddresses(shown)
      verify('servers.create.network-subnet').holds(addresses.length > 0, shown, {
        message: 'A server created with a subnet has no address.',
        at: 'body/server/addresses',
        expected: 'an address',
        actual: formatAddresses(addresses),
      })
    },
  )
})
