import type { ConfigResources } from '../config/config.ts'
import { at, listAt, numberAt, present, textAt } from '../json.ts'
import { computePath, type Discovered, type DiscoveryContext, getFirst, serviceUrl } from './context.ts'

interface NetworkSummary {
  readonly id: string
  readonly own: boolean
  readonly subnets: readonly string[]
}

/** Networks that a server can be put on: the tenant's own or shared, up, with a subnet, and not the way out. */
function networkOf(row: unknown, tenant: string): NetworkSummary[] {
  const id = textAt(row, 'id')
  const own = (textAt(row, 'tenant_id') ?? textAt(row, 'project_id')) === tenant
  const subnets = listAt(row, 'subnets').filter((subnet) => typeof subnet === 'string')
  const usable =
    (own || at(row, 'shared') === true) && at(row, 'router:external') !== true && at(row, 'admin_state_up') !== false
  return id !== undefined && usable && subnets.length > 0 ? [{ id, own, subnets }] : []
}

async function fromNetworkService(survey: DiscoveryContext, { network, subnet }: ConfigResources) {
  const { services, compute } = survey
  const [networks, subnets] = await Promise.all([
    getFirst(survey, serviceUrl(services.network, '/v2.0/networks')),
    getFirst(survey, serviceUrl(services.network, '/v2.0/subnets')),
  ])
  const usable = listAt(networks, 'networks')
    .flatMap((row) => networkOf(row, compute.tenant))
    .toSorted((a, b) => Number(b.own) - Number(a.own))
  const chosen =
    usable.find(({ id }) => id === network) ??
    usable.find((candidate) => subnet !== undefined && candidate.subnets.includes(subnet)) ??
    (network === undefined ? usable[0] : undefined)
  const rows = listAt(subnets, 'subnets').filter((row) => textAt(row, 'network_id') === (network ?? chosen?.id))
  const ofVersion4 = rows.find((row) => numberAt(row, 'ip_version') === 4)
  return { network: chosen?.id, subnet: textAt(ofVersion4, 'id') ?? chosen?.subnets[0] }
}

/** A network and one of its IPv4 subnets: from the network service, else the network alone from Compute's own listing. */
export async function findNetwork(survey: DiscoveryContext): Promise<Discovered> {
  const { given, services } = survey
  const seen = services.network === undefined ? undefined : await fromNetworkService(survey, given)
  const listed =
    (given.network ?? given.subnet ?? seen?.network) === undefined
      ? listAt(await getFirst(survey, computePath(survey, '/os-networks')), 'networks')
      : []
  return {
    resources: present({
      network: given.network ?? seen?.network ?? textAt(listed[0], 'id'),
      subnet: given.subnet ?? seen?.subnet,
    }),
    notFound: {
      network: 'no network with a subnet: set resources.network, or give a catalog with a network service',
      subnet: 'no subnet: set resources.subnet, or give a catalog with a network service',
    },
  }
}
