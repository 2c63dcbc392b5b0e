import { at, defined, listAt, numberAt, textAt } from '#engine/input'
import type { TargetResources } from '#model'
import { computePath, type Discovered, type DiscoveryContext, getFirst, serviceUrl } from './context.ts'

interface NetworkSummary {
  readonly id: string
  /** False for a shared network of another tenant. */
  readonly isOwn: boolean
  readonly subnets: readonly string[]
}

/** Returns the network if a server can use it: the tenant's own or shared, up, with a subnet, and not external. */
function toNetwork(row: unknown, tenant: string): NetworkSummary[] {
  const id = textAt(row, 'id')
  const isOwn = (textAt(row, 'tenant_id') ?? textAt(row, 'project_id')) === tenant
  const subnets = listAt(row, 'subnets').filter((subnet) => typeof subnet === 'string')
  const isUsable =
    (isOwn || at(row, 'shared') === true) && at(row, 'router:external') !== true && at(row, 'admin_state_up') !== false
  return id !== undefined && isUsable && subnets.length > 0 ? [{ id, isOwn, subnets }] : []
}

type NetworkResources = Pick<TargetResources, 'network' | 'subnet' | 'otherNetwork'>

async function fromNetworkService(context: DiscoveryContext): Promise<NetworkResources> {
  const { services, compute, configured } = context
  const { network, subnet } = configured
  const [networks, subnets] = await Promise.all([
    getFirst(context, serviceUrl(services.network, '/v2.0/networks')),
    getFirst(context, serviceUrl(services.network, '/v2.0/subnets')),
  ])
  const usable = listAt(networks, 'networks')
    .flatMap((row) => toNetwork(row, compute.tenant))
    .toSorted((a, b) => Number(b.isOwn) - Number(a.isOwn))
  const chosen =
    usable.find(({ id }) => id === network) ??
    usable.find((candidate) => subnet !== undefined && candidate.subnets.includes(subnet)) ??
    (network === undefined ? usable[0] : undefined)
  const ownSubnets = listAt(subnets, 'subnets').filter((row) => textAt(row, 'network_id') === (network ?? chosen?.id))
  const ipv4 = ownSubnets.find((row) => numberAt(row, 'ip_version') === 4)
  // If the network of the servers is configured, others may not be intended for them.
  const isConfigured = network !== undefined || subnet !== undefined
  const other = isConfigured ? undefined : usable.find(({ id, isOwn }) => isOwn && id !== chosen?.id)
  return defined({
    network: chosen?.id,
    subnet: textAt(ipv4, 'id') ?? chosen?.subnets[0],
    otherNetwork: other?.id,
  })
}

/** Returns a network and one of its IPv4 subnets from the network service, else a network from Compute's own list. */
export async function findNetwork(context: DiscoveryContext): Promise<Discovered> {
  const { configured, services } = context
  const discovered = services.network === undefined ? {} : await fromNetworkService(context)
  const networks =
    (configured.network ?? configured.subnet ?? discovered.network) === undefined
      ? listAt(await getFirst(context, computePath(context, '/os-networks')), 'networks')
      : []
  return {
    resources: defined({
      network: configured.network ?? discovered.network ?? textAt(networks[0], 'id'),
      subnet: configured.subnet ?? discovered.subnet,
      otherNetwork: configured.otherNetwork ?? discovered.otherNetwork,
    }),
    notFound: {
      network: 'no network with a subnet: set resources.network, or sign in to a cloud with a network service',
      subnet: 'no subnet: set resources.subnet, or sign in to a cloud with a network service',
    },
  }
}
