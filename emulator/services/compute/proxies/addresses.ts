import { badRequest, notFound } from '../../../server/errors.ts'
import { accepted, type EmulatorResponse, type JsonObject, ok } from '../../../server/response.ts'
import type { FloatingIp, Network } from '../../../state/networks.ts'
import { object } from '../../../validation/fields.ts'
import { type Operation, type OperationCall, readOperation } from '../../operation.ts'

function representNetwork({ id, name }: Network): JsonObject {
  const emptyKeys = ['netmask', 'gateway', 'broadcast', 'dns1', 'dns2', 'cidr_v6', 'gateway_v6', 'netmask_v6']
  return { id, label: name, cidr: null, ...Object.fromEntries(emptyKeys.map((key) => [key, null])) }
}

function ownNetworks({ cloud, user }: OperationCall): Network[] {
  return [...cloud.networking.networks.values()].filter(({ tenantId }) => tenantId === user.tenant.id)
}

function findNetwork(call: OperationCall): Network {
  const network = ownNetworks(call).find(({ id }) => id === call.param('network'))
  if (network === undefined) throw notFound('Network not found')
  return network
}

function represent({ cloud }: OperationCall, { id, address, portId }: FloatingIp): JsonObject {
  const port = portId === null ? undefined : cloud.networking.ports.get(portId)
  const pool = cloud.networking.externalNetwork()?.name ?? ''
  const serverId = port === undefined || port.deviceId === '' ? null : port.deviceId
  return { id, ip: address, pool, fixed_ip: port?.address ?? null, instance_id: serverId }
}

function ownAddresses({ cloud, user }: OperationCall): FloatingIp[] {
  return [...cloud.networking.floatingIps.values()].filter(({ tenantId }) => tenantId === user.tenant.id)
}

function findAddress(call: OperationCall): FloatingIp {
  const id = call.param('floating')
  const floating = ownAddresses(call).find((candidate) => candidate.id === id)
  if (floating === undefined) throw notFound(`Floating IP not found for ID ${id}`)
  return floating
}

/** Allocates a floating IP from the only pool, which the request may name by name or id. */
function createAddress(call: OperationCall): EmulatorResponse {
  const { cloud, user, body } = call
  const requested = body === null ? undefined : object(body, 'floating IP')['pool']
  const pool = cloud.networking.externalNetwork()
  const names = [undefined, null, pool?.name, pool?.id]
  if (pool === undefined || !names.some((name) => name === requested)) throw notFound('Floating IP pool not found.')
  const floating = cloud.networking.addFloatingIp(user.tenant.id, pool.id, cloud.clock.now())
  if (floating === undefined) throw badRequest('No more floating IPs available.')
  return ok({ floating_ip: represent(call, floating) })
}

function deleteAddress(call: OperationCall): EmulatorResponse {
  call.cloud.networking.floatingIps.delete(findAddress(call).id)
  return accepted()
}

const collection = '/os-floating-ips'

/** Networks and floating IPs for clients that do not use the network service. */
export const addressProxyOperations: readonly Operation[] = [
  readOperation('proxies.networks', '/os-networks', (call) => ({ networks: ownNetworks(call).map(representNetwork) })),
  readOperation('proxies.networks.show', '/os-networks/:network', (call) => ({
    network: representNetwork(findNetwork(call)),
  })),
  readOperation('proxies.tenant-networks.show', '/os-tenant-networks/:network', (call) => {
    const { id, name } = findNetwork(call)
    return { network: { id, label: name, cidr: 'None' } }
  }),
  readOperation('proxies.tenant-networks', '/os-tenant-networks', (call) => ({
    networks: ownNetworks(call).map(({ id, name }) => ({ id, label: name, cidr: 'None' })),
  })),
  readOperation('proxies.pools', '/os-floating-ip-pools', ({ cloud }) => {
    const pool = cloud.networking.externalNetwork()
    return { floating_ip_pools: pool === undefined ? [] : [{ name: pool.name }] }
  }),
  readOperation('proxies.floating-ips', collection, (call) => ({
    floating_ips: ownAddresses(call).map((floating) => represent(call, floating)),
  })),
  readOperation('proxies.floating-ips.show', `${collection}/:floating`, (call) => ({
    floating_ip: represent(call, findAddress(call)),
  })),
  { name: 'proxies.floating-ips.create', method: 'POST', path: collection, handle: createAddress },
  { name: 'proxies.floating-ips.delete', method: 'DELETE', path: `${collection}/:floating`, handle: deleteAddress },
]
