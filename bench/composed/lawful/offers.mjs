/** Variations of the resources that a cloud offers, and of their amount: flavors, images, zones, addresses. */
import { bodyOf, isRequest, json } from './json.mjs'

const invalid = (message) => json(400, { badRequest: { code: 400, message } })
const servers = /^\/servers$/

const withResources = (config, change) => ({
  ...config,
  resources: Object.fromEntries(Object.entries(change(config.resources)).filter(([, value]) => value !== undefined)),
})

const only = (name, source, group, start, change) => ({
  name,
  source,
  group,
  start: (emulator) => void start(emulator.state, emulator.config.resources),
  config: (config) => withResources(config, change),
})

/** The zone that the configuration does not name has no host. */
const fullZone = (name, rejection) => ({
  name,
  source: 'Nova: no valid host',
  group: 'zones',
  config: (config) => withResources(config, (resources) => ({ ...resources, availabilityZone: 'kr-pub-a' })),
  handle:
    ({ state }) =>
    async (request, next) => {
      const zone = isRequest(request, 'POST', servers) && bodyOf(request)?.server?.availability_zone
      if (zone !== 'kr-pub-b') return next(request)
      if (rejection) return rejection
      const response = await next(request)
      const server = state.servers.get(response.body.server?.id)
      if (server) server.flavor = { ...server.flavor, vcpus: 65 }
      return response
    },
})

/** Removes all flavors but one. */
function keepFlavor({ flavors }, kept) {
  flavors.splice(0, flavors.length, ...flavors.filter(({ id }) => id === kept))
}

export const offers = [
  only(
    'one-flavor',
    'the vendor’s own affair',
    'flavors',
    (state, { flavor }) => keepFlavor(state, flavor),
    ({ resizeFlavor, localFlavor, ...rest }) => rest,
  ),
  only(
    'one-local-flavor',
    'the vendor’s own affair',
    'flavors',
    (state, { localFlavor }) => keepFlavor(state, localFlavor),
    ({ flavor, resizeFlavor, localFlavor, bootVolume, ...rest }) => ({ ...rest, flavor: localFlavor }),
  ),
  only(
    'one-image',
    'the vendor’s own affair',
    'images',
    (state, { image }) => {
      for (const id of [...state.images.keys()]) if (id !== image) state.images.delete(id)
    },
    ({ windowsImage, ...rest }) => rest,
  ),
  only(
    'no-external-network',
    'the tenant’s own affair',
    undefined,
    ({ networking }) => {
      for (const network of [...networking.networks.values()])
        if (network.isExternal) networking.networks.delete(network.id)
    },
    (resources) => resources,
  ),
  only(
    'nothing-configured',
    'docs: optional entries of the configuration',
    'resources',
    () => {},
    () => ({}),
  ),
  only(
    'no-spare-volumes',
    'the tenant’s own affair',
    'resources',
    (state) => state.volumes.clear(),
    ({ volume, bootableVolume, snapshot, ...rest }) => rest,
  ),
  only(
    'images-of-50-GB',
    'B-23: min_disk of an image',
    'images',
    (state) => {
      for (const image of state.images.values()) Object.assign(image, { minDisk: 50 })
    },
    ({ localFlavor, ...rest }) => rest,
  ),
  {
    name: 'root-disks-of-20-GB',
    source: 'B-23',
    group: 'images',
    emulator: { interpretations: ['root-disk-of-20'] },
  },
  {
    name: 'addresses-kept-for-5-s',
    source: 'Neutron: ports are removed in the background',
    handle: ({ state }) => {
      const freed = new Map()
      const record = () => {
        const inUse = new Set([...state.networking.ports.all()].map(({ address }) => address))
        for (const address of inUse) freed.set(address, Date.now())
      }
      return async (request, next) => {
        record()
        const nets = isRequest(request, 'POST', servers) ? bodyOf(request)?.server?.networks : undefined
        const wanted = Array.isArray(nets) ? nets.map((one) => one?.fixed_ip).filter(Boolean) : []
        if (wanted.some((address) => Date.now() - (freed.get(address) ?? 0) < 5_000))
          return invalid(`Fixed IP address ${wanted[0]} is already in use on instance (unknown).`)
        return next(request)
      }
    },
  },
  fullZone('full-zone-error'),
  fullZone('full-zone-400', invalid('No valid host was found. 해당 가용성 영역의 자원이 부족합니다.')),
  fullZone(
    'full-zone-409',
    json(409, { conflictingRequest: { code: 409, message: 'No capacity in the zone kr-pub-b' } }),
  ),
  {
    name: 'trimmed-names',
    source: 'Nova 2015.1: server_name.strip()',
    handle: () => async (request, next) => {
      const body =
        /^(POST|PUT)$/.test(request.method) && /^\/servers(\/[^/]+)?$/.test(request.path ?? '')
          ? bodyOf(request)
          : undefined
      if (typeof body?.server?.name !== 'string') return next(request)
      const trimmed = { ...body, server: { ...body.server, name: body.server.name.trim() } }
      return next({ ...request, body: JSON.stringify(trimmed) })
    },
  },
  {
    name: 'flavor-pages-of-2',
    source: 'B-37, B-84',
    group: 'flavors',
    handle: () => async (request, next) => {
      const response = await next(request)
      if (
        !isRequest(request, 'GET', /^\/flavors(\/detail)?$/) ||
        response.status >= 300 ||
        response.body.flavors.length <= 2
      )
        return response
      if (request.query.has('limit') && Number(request.query.get('limit')) <= 2) return response
      const flavors = response.body.flavors.slice(0, 2)
      const query = new URLSearchParams(request.query)
      query.set('marker', flavors[1].id)
      const href = `http://${request.headers.host}${request.url.split('?')[0]}?${query}`
      return { ...response, body: { flavors, flavors_links: [{ rel: 'next', href }] } }
    },
  },
  {
    name: 'image-pages-of-1',
    source: 'Glance: limit_param_default, next',
    handle: () => async (request, next) => {
      if (request.method !== 'GET' || !/^\/image\/v2\/images(\?|$)/.test(request.url)) return next(request)
      const response = await next(request)
      if (response.status >= 300 || response.body.images.length <= 1) return response
      const query = new URLSearchParams(request.query)
      const images = response.body.images.slice(0, 1)
      query.set('marker', images[0].id)
      return { ...response, body: { ...response.body, images, next: `/v2/images?${query}` } }
    },
  },
]
