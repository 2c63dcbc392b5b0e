/** Variations of quotas and of smallest sizes. */
import { bodyOf, isObject, isRequest, json } from './json.mjs'

/** Rejects requests to create that satisfy a condition. */
const rejecting = (name, source, path, condition, rejection, more = {}) => ({
  name,
  source,
  ...more,
  handle: (emulator) => async (request, next) => {
    const body =
      isRequest(request, 'POST', path) || (path.isUrl && request.method === 'POST' && path.test(request.url))
        ? bodyOf(request)
        : undefined
    return body !== undefined && condition(body, emulator) ? rejection : next(request)
  },
})

const forbidden = (message) => json(403, { forbidden: { code: 403, message } })
const invalid = (message) => json(400, { badRequest: { code: 400, message } })
const ofUrl = (path) => Object.assign(path, { isUrl: true })

const servers = /^\/servers$/
const volumes = ofUrl(/^\/volume\/v3\/[^/]+\/volumes$/)
const own = ({ state }) => state.servers.all().filter(({ vmState }) => vmState !== 'deleted')

/** A quota whose rejections do not mention it. Another rejection of the same request comes first. */
const wordless = (kind, path, limit, collection, key) => ({
  name: `${kind}-limited-to-${limit}-without-a-word`,
  source: 'B-113, B-06: no wording',
  slowness: 20,
  handle: (emulator) => async (request, next) => {
    const send = (method, url) => emulator.fetch(new Request(url, { method, headers: { 'x-auth-token': token } }))
    const {
      target,
      auth: { token },
    } = emulator.config
    const url = `${target.url}/v2/${target.tenant}${collection}`
    if (!isRequest(request, 'POST', path)) return next(request)
    const [existing] = Object.values(await (await send('GET', url)).json())
    const response = await next(request)
    if (response.status >= 300 || existing.length < limit) return response
    await send('DELETE', `${url}/${encodeURIComponent(Object.values(response.body)[0][key])}`)
    return forbidden('Forbidden')
  },
})

export const quotas = [
  rejecting(
    'volumes-of-10-GB',
    'B-58: the smallest size of a volume',
    volumes,
    ({ volume }) => volume?.size < 10,
    invalid('볼륨의 최소 크기는 10 GB입니다.'),
    { group: 'volumes' },
  ),
  rejecting(
    'block-devices-of-10-GB',
    'B-23: the smallest size of a volume',
    servers,
    ({ server }) =>
      Array.isArray(server?.block_device_mapping_v2) &&
      server.block_device_mapping_v2.some((one) => Number(one?.volume_size) < 10 && Number(one?.volume_size) > 0),
    invalid('Volume size must be at least 10 GB.'),
  ),
  rejecting(
    'no-new-volumes',
    'B-113: Cinder’s quota',
    volumes,
    () => true,
    json(413, {
      overLimit: { code: 413, message: 'VolumeLimitExceeded: Maximum number of volumes allowed (0) exceeded' },
    }),
    { group: 'volumes' },
  ),
  rejecting(
    'keypairs-limited-to-5',
    'B-113: Nova’s quota key_pairs',
    /^\/os-keypairs$/,
    (body, { state }) => state.keypairs.all().length >= 5 && isObject(body.keypair),
    forbidden('Quota exceeded, too many key pairs.'),
  ),
  wordless('keypairs', /^\/os-keypairs$/, 5, '/os-keypairs', 'name'),
  wordless('groups', /^\/os-server-groups$/, 2, '/os-server-groups', 'id'),
  rejecting(
    'groups-limited-to-2',
    'B-113: Nova’s quota server_groups',
    /^\/os-server-groups$/,
    (_, { state }) => state.serverGroups.size >= 2,
    forbidden('Quota exceeded, too many server groups.'),
  ),
  rejecting(
    'one-server-at-a-time',
    'B-113',
    servers,
    (_, emulator) => own(emulator).length >= 1,
    forbidden('Quota exceeded for instances: Requested 1, but already used 1 of 1 instances'),
    { group: 'quota', slowness: 20 },
  ),
  rejecting(
    'quota-freed-3-s-later',
    'B-113: Nova counts usages from a replica',
    servers,
    ({ server }, { state }) =>
      state.servers
        .all()
        .filter(({ vmState, terminatedAt }) => vmState !== 'deleted' || Date.now() - terminatedAt < 3_000).length +
        Number(server?.max_count ?? server?.min_count ?? 1) >
      4,
    forbidden('Quota exceeded for instances: Requested 1, but already used 4 of 4 instances'),
    { group: 'quota', slowness: 60 },
  ),
  rejecting(
    'metadata-limited-to-4',
    'B-113: Nova’s quota metadata_items',
    servers,
    ({ server }) => isObject(server?.metadata) && Object.keys(server.metadata).length > 4,
    forbidden('Maximum number of metadata items exceeds 4'),
  ),
  rejecting(
    'images-limited-to-1',
    'B-113: Glance’s quota',
    /\/action$/,
    ({ createImage }, { state }) =>
      createImage !== undefined && [...state.images.values()].filter(({ tenantId }) => tenantId).length >= 1,
    json(413, { overLimit: { code: 413, message: 'Image storage quota exceeded' } }),
  ),
  rejecting(
    'no-resize-to-a-smaller-disk',
    'nova/compute/api.py: CannotResizeDisk',
    ofUrl(/\/action$/),
    ({ resize }, { state }) => {
      const flavor = state.flavors.find(({ id }) => id === resize?.flavorRef)
      return (
        flavor !== undefined &&
        flavor.disk <
          Math.max(0, ...state.flavors.map(({ disk }) => (disk > flavor.disk && flavor.disk > 0 ? disk : 0)))
      )
    },
    invalid('Flavor disk is too small: resize to a smaller disk is not allowed.'),
  ),
]
