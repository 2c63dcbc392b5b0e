/** Flavors and zones. */
import { type Call, type Handler, type Route, refuse } from './http.ts'
import { type Flavor, flavors, tenant, zones } from './store.ts'

export const linksOf = (origin: string, kind: string, id: string) => [
  { rel: 'bookmark', href: `${origin}/${tenant}/${kind}/${id}` },
  { rel: 'self', href: `${origin}/v2/${tenant}/${kind}/${id}` },
]

export const bookmarkOf = (origin: string, kind: string, id: string) => ({
  id,
  links: [{ rel: 'bookmark', href: `${origin}/${tenant}/${kind}/${id}` }],
})

/** Reads a number of the query, which has to be whole and not negative. */
export const numberIn = (query: URLSearchParams, name: string): number | undefined => {
  const text = query.get(name)
  if (text === null) return undefined
  return /^\d+$/.test(text) ? Number(text) : refuse(400, `${name} has to be a number`)
}

const shortOf = (origin: string, { id, name }: Flavor) => ({ name, id, links: linksOf(origin, 'flavors', id) })

const detailOf = (origin: string, flavor: Flavor) => ({
  ...shortOf(origin, flavor),
  ram: flavor.ram,
  vcpus: flavor.vcpus,
  disk: flavor.disk,
  swap: 0,
  extra_specs: { flavor_type: flavor.name.startsWith('t') ? 'economy' : 'standard' },
  rxtx_factor: 1.5,
  'OS-FLV-DISABLED:disabled': flavor.isDisabled,
  'OS-FLV-EXT-DATA:ephemeral': 0,
  'os-flavor-access:is_public': true,
  billing: 'hourly',
})

/** "Larger than the value" is taken by the word. */
const listed = ({ query }: Call): readonly Flavor[] => {
  const [disk, ram] = [numberIn(query, 'minDisk') ?? -1, numberIn(query, 'minRam') ?? -1]
  return flavors.filter((flavor) => flavor.disk > disk && flavor.ram > ram)
}

const list =
  (describe: (origin: string, flavor: Flavor) => unknown): Handler =>
  (call) => ({ status: 200, body: { flavors: listed(call).map((flavor) => describe(call.origin, flavor)) } })

export const catalogueRoutes = (root: string): readonly Route[] => [
  ['GET', `${root}/flavors`, list(shortOf)],
  ['GET', `${root}/flavors/detail`, list(detailOf)],
  [
    'GET',
    `${root}/os-availability-zone`,
    () => ({
      status: 200,
      body: { availabilityZoneInfo: zones.map((zoneName) => ({ zoneName, zoneState: { available: true } })) },
    }),
  ],
]
