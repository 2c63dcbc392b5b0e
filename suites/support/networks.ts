/** Networks beside the configured one, and the networks under which a server shows its addresses. */
import { type ApiResponse, type ComputeClient, members, resolvePointer } from '#harness'
import { orNone } from './or-none.ts'

interface Network {
  readonly id: string
  readonly name: string
}

const readNetworks = (compute: ComputeClient, path: string): Promise<ApiResponse> =>
  compute.request({ method: 'GET', url: `${compute.run.settings.services.network}/v2.0/${path}` })

const networksIn = (list: ApiResponse, isMeant: (network: unknown) => boolean): readonly Network[] =>
  list.array('body/networks').flatMap((network) => {
    const [id, name] = ['id', 'name'].map((key) => resolvePointer(network, `network/${key}`))
    return typeof id === 'string' && typeof name === 'string' && isMeant(network) ? [{ id, name }] : []
  })

/** Up, with a subnet, not external, and the tenant's own. */
function isUsable(network: unknown, tenant: string): boolean {
  const at = (key: string) => resolvePointer(network, `network/${key}`)
  const subnets = at('subnets')
  const isOwn = (at('tenant_id') ?? at('project_id')) === tenant
  return isOwn && at('router:external') !== true && at('admin_state_up') !== false && String(subnets ?? '') !== ''
}

/** The id of a network with another name than the configured one, where the network service lists any. */
export async function findOtherNetwork(compute: ComputeClient): Promise<string | undefined> {
  const { services, resources, tenant } = compute.run.settings
  if (services.network === undefined || resources.network === undefined) return undefined
  const list = await orNone(readNetworks(compute, 'networks'))
  const networks = list ? networksIn(list, (network) => isUsable(network, tenant)) : []
  const configured = networks.find(({ id }) => id === resources.network)
  return networks.find(({ id, name }) => configured !== undefined && id !== configured.id && name !== configured.name)
    ?.id
}

interface Place {
  readonly ip: unknown
  /** The name of the network of the port. */
  readonly own: string
  readonly shownUnder: string
  readonly type: unknown
}

/** Where a server shows the addresses of its ports. */
async function placesOf(compute: ComputeClient, serverId: string, shown: ApiResponse): Promise<readonly Place[]> {
  const networks = networksIn(await readNetworks(compute, 'networks'), () => true)
  const ports = await readNetworks(compute, `ports?device_id=${serverId}`)
  const addresses = Object.entries(shown.at('body/server/addresses') ?? {}).flatMap(([network, entries]) =>
    (Array.isArray(entries) ? entries : []).map((entry: unknown) => ({
      shownUnder: network,
      ip: resolvePointer(entry, 'entry/addr'),
      type: resolvePointer(entry, 'entry/OS-EXT-IPS:type'),
    })),
  )
  const networkIds = members(ports, 'body/ports', 'network_id')
  return members(ports, 'body/ports', 'fixed_ips').flatMap((ips, index) => {
    const own = networks.find(({ id }) => id === networkIds[index])?.name
    const ip = resolvePointer(ips, 'ips/0/ip_address')
    const place = addresses.find((address) => address.ip === ip)
    return own !== undefined && place !== undefined ? [{ ...place, own }] : []
  })
}

/**
 * Records a server that shows the address of a port under the name of another network, or those of two networks under one name, or as a
 * floating address. The names under which a target shows networks need not be those of the network service.
 */
export async function compareNetworks(compute: ComputeClient, serverId: string, shown: ApiResponse): Promise<void> {
  const places = await placesOf(compute, serverId, shown)
  const names = new Set(places.map(({ own }) => own))
  const isWrong = ({ own, shownUnder }: Place) =>
    own !== shownUnder &&
    (names.has(shownUnder) || places.some((other) => other.own !== own && other.shownUnder === shownUnder))
  const at = 'body/server/addresses'
  const wrong = places.find(isWrong)
  if (wrong)
    compute.recordViolation('servers.addresses.by-network', shown, {
      message: 'A server shows the address that a port has on one network under another network.',
      at,
      expected: `${wrong.ip} under ${wrong.own}`,
      actual: `under ${wrong.shownUnder}`,
    })
  const floating = places.find(({ type }) => type === 'floating')
  if (floating)
    compute.recordViolation('servers.addresses.type', shown, {
      message: 'A server shows the address of a port as a floating address.',
      at,
      expected: `${floating.ip} as fixed`,
      actual: 'floating',
    })
}
