/** The networks under which a server shows its addresses. */
import { type ApiResponse, type ComputeClient, members, resolvePointer } from '#harness'

interface Network {
  readonly id: string
  readonly name: string
}

const readNetworks = (compute: ComputeClient, path: string): Promise<ApiResponse> =>
  compute.request({ method: 'GET', url: `${compute.run.settings.services.network}/v2.0/${path}` })

const networksIn = (list: ApiResponse): readonly Network[] =>
  list.array('body/networks').flatMap((network) => {
    const [id, name] = ['id', 'name'].map((key) => resolvePointer(network, `network/${key}`))
    return typeof id === 'string' && typeof name === 'string' ? [{ id, name }] : []
  })

/** A port's address in a response to showServer. */
interface Place {
  readonly ip: unknown
  /** The name of the network of the port. */
  readonly own: string
  readonly shownUnder: string
  readonly type: unknown
}

/** Returns, for each port of a server, where the server shows its address. */
async function placesOf(compute: ComputeClient, serverId: string, shown: ApiResponse): Promise<readonly Place[]> {
  const networks = networksIn(await readNetworks(compute, 'networks'))
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
 * Records a violation by a server that shows the address of a port under the name of another network, or as a floating address, or
 * addresses of two networks under one name. The names under which a target shows networks need not be those of the network service.
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
