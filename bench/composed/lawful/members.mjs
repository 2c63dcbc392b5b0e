/** Variations in the members of representations. */
import { eachObject, isObject, isRequest, maps, servers, serversIn } from './json.mjs'

/** Adds a member to every object that is not a map, as the edition of 2026 allows in words (N-004, B-77). */
const extraMembers = (body) =>
  eachObject(body, (object, name) => {
    if (!maps.includes(name)) object['vendor:info'] = { list: [1, 'two', null], flag: true, text: '값' }
  })

/** What Nova adds in later microversions, and the vendor. */
const laterMembers = {
  description: null,
  tags: [],
  locked: false,
  locked_reason: null,
  host_status: 'UP',
  trusted_image_certificates: null,
  server_groups: [],
  'OS-EXT-SRV-ATTR:hostname': 'host',
  'OS-EXT-SRV-ATTR:root_device_name': '/dev/vda',
  'OS-EXT-SRV-ATTR:user_data': null,
  'NHN-EXT-ATTR:protect': false,
  'NHN-EXT-ATTR:block_devices': [],
}

const rewriteLinks = (name, source, rewrite) => ({
  name,
  source,
  group: 'links',
  edit: (body, request) =>
    request.path !== undefined &&
    eachObject(body, (object) => {
      if (Array.isArray(object.links)) object.links = rewrite(object.links)
    }),
})

const withHref = (change) => (links) => links.map((link) => ({ ...link, href: change(link.href) }))

/** Replaces the fixed entries of each network by several. */
const moreAddresses = (name, source, entries, more = {}) =>
  servers(
    name,
    source,
    ({ addresses }) => {
      for (const [network, all] of Object.entries(addresses)) {
        addresses[network] = all.flatMap((one) => [one, ...entries(one, all)])
      }
    },
    more,
  )

const activeSince = new Map()
/** How long a server has been seen ACTIVE, in milliseconds. */
function activeFor({ id, status }) {
  if (status !== 'ACTIVE') return 0
  if (!activeSince.has(id)) activeSince.set(id, Date.now())
  return Date.now() - activeSince.get(id)
}

/** The response to an update has no types of addresses. */
const isFixed = (one) => one['OS-EXT-IPS:type'] !== 'floating'

const floatingOf = (one) => {
  const type = one['OS-EXT-IPS:type'] && { 'OS-EXT-IPS:type': 'floating' }
  return isFixed(one) ? [{ ...one, addr: one.addr.replace(/^\d+\.\d+/, '203.0'), ...type }] : []
}

const vendorPairs = { os_distro: 'ubuntu', '관리 부서': '플랫폼 / 1팀', 'vendor:agent': '', project_domain: 'kr1' }

export const members = [
  { name: 'extra-members', source: 'B-77, N-004', edit: (body, { path }) => path !== undefined && extraMembers(body) },
  servers('later-members', 'B-77, Nova 2.9 to 2.96', (server) => Object.assign(server, laterMembers)),
  {
    name: 'empty-link-lists',
    source: 'B-37, B-77',
    edit: (body, { path }) => {
      if (path === undefined) return
      for (const [name, value] of Object.entries(body)) if (Array.isArray(value)) body[`${name}_links`] ??= []
    },
  },
  servers('empty-in-build', 'B-29, B-90: Nova shows it so before the server is scheduled', (server) => {
    if (server.status !== 'BUILD') return
    Object.assign(server, { hostId: '', addresses: {}, progress: 0 })
    if (server['OS-EXT-AZ:availability_zone']) server['OS-EXT-AZ:availability_zone'] = ''
  }),
  servers('without-groups', 'B-100: a server without groups, as in a network without port security', (server) => {
    delete server.security_groups
  }),
  servers(
    'null-images',
    'B-56',
    (server) => {
      if (server.image === '') server.image = null
    },
    { emulator: { interpretations: ['image-empty'] } },
  ),
  servers('whole-second-times', 'MySQL DATETIME stores no fraction', (server) => {
    const launched = server['OS-SRV-USG:launched_at']
    if (launched) server['OS-SRV-USG:launched_at'] = launched.replace(/\.\d+$/, '.000000')
  }),
  {
    name: 'keypair-times-in-seconds',
    source: 'B-44',
    edit: (body, { path = '' }) => {
      const { keypair } = body
      if (/^\/os-keypairs/.test(path) && keypair?.created_at)
        keypair.created_at = keypair.created_at.replace(/\.\d+$/, '')
    },
  },
  servers('host-names-as-ids', 'B-90', (server) => {
    if (server.hostId) server.hostId = `compute-${server.hostId.slice(0, 3)}.kr1`
  }),
  rewriteLinks(
    'links-below-prefix',
    'B-92',
    withHref((href) => href.replace(/^https?:\/\/[^/]+/, 'https://api.example.kr/compute')),
  ),
  rewriteLinks('more-link-relations', 'RFC 8288, Nova', (links) => [
    ...links.slice().reverse(),
    { rel: 'describedby', href: 'https://docs.example/compute', type: 'text/html' },
    { rel: 'alternate', href: links[0].href.replace(/^https?:/, ''), type: 'application/json' },
  ]),
  servers('alternate-image-links', 'Nova HEAD /images', ({ image }) => {
    if (isObject(image) && image.links) image.links.push({ ...image.links[0], rel: 'alternate' })
  }),
  moreAddresses(
    'ipv6-addresses',
    'B-49, for targets other than the vendor’s',
    (one) =>
      isFixed(one) ? [{ ...one, version: 6, addr: `2001:db8::${one.addr.split('.').slice(2).join(':')}` }] : [],
    { profiles: ['nova'] },
  ),
  servers('floating-addresses-later', 'Nova auto_assign_floating_ip', (server) => {
    if (activeFor(server) < 1_000) return
    for (const [network, all] of Object.entries(server.addresses)) {
      server.addresses[network] = all.flatMap((one) => [one, ...floatingOf(one)])
    }
  }),
  servers('groups-of-each-port', 'Nova lists a group for each port', (server) => {
    const ports = Object.values(server.addresses).flat().filter(isFixed).length
    if (ports > 1 && server.security_groups) {
      server.security_groups = Array.from({ length: ports }, () => server.security_groups).flat()
    }
  }),
  {
    name: 'vendor-metadata',
    source: 'B-91, SRV-DETAIL-54',
    group: 'metadata',
    handle: () => async (request, next) => {
      if (!isRequest(request, 'POST', /^\/servers$/)) return next(request)
      try {
        const body = JSON.parse(request.body)
        const { metadata = {} } = body.server
        if (!isObject(metadata)) return next(request)
        body.server.metadata = { ...vendorPairs, ...metadata }
        return next({ ...request, body: JSON.stringify(body) })
      } catch {
        return next(request)
      }
    },
  },
  {
    name: 'vendor-metadata-later',
    source: 'B-91',
    group: 'metadata',
    start({ state }) {
      const add = () => {
        for (const server of state.servers.all()) {
          if (server.vmState === 'active') server.metadata = { ...server.metadata, 'vendor:agent': 'ready' }
        }
      }
      const timer = setInterval(add, 300)
      return () => clearInterval(timer)
    },
  },
  servers('any-progress', 'B-29', (server) => {
    if (server.progress !== undefined) server.progress = Math.floor(Math.random() * 101)
  }),
  servers('any-task-states', 'SRV-DETAIL-30: no values', (server) => {
    if (server['OS-EXT-STS:task_state']) server['OS-EXT-STS:task_state'] = `step-${Math.floor(Math.random() * 9)}`
  }),
  {
    name: 'generated-key-notation',
    source: 'ssh-keygen, as Nova 2015.1 calls it',
    handle: () => {
      const generated = new Set()
      return async (request, next) => {
        const response = await next(request)
        if (!/^\/os-keypairs/.test(request.path ?? '') || !isObject(response.body)) return response
        const { keypair, keypairs = [] } = response.body
        if (keypair?.private_key) {
          generated.add(keypair.name)
          keypair.private_key = keypair.private_key.trim()
        }
        for (const pair of [keypair, ...keypairs.map((one) => one.keypair)]) {
          if (generated.has(pair?.name)) pair.public_key = `${pair.public_key.trim()} Generated-by-Nova\n`
        }
        return response
      }
    },
  },
  {
    name: 'prefixed-fingerprints',
    source: 'B-41',
    edit: (body, { path = '' }) => {
      if (!/^\/os-keypairs/.test(path)) return
      for (const { keypair } of [body, ...(body.keypairs ?? [])]) {
        if (keypair?.fingerprint) keypair.fingerprint = `MD5:${keypair.fingerprint.toUpperCase()}`
      }
    },
  },
  {
    name: 'several-names-by-id',
    source: 'B-16: the option multi_instance_display_name_template',
    handle:
      ({ state }) =>
      async (request, next) => {
        const response = await next(request)
        if (!isRequest(request, 'POST', /^\/servers$/) || response.status >= 300) return response
        const { name, max_count: most, min_count: least } = JSON.parse(request.body).server
        if (Number(most ?? least ?? 1) < 2) return response
        for (const server of state.servers.all()) {
          if (server.name.startsWith(`${name}-`)) server.name = `${name}-${server.id}`
        }
        return response
      },
  },
  {
    name: 'servers-in-another-order',
    source: 'RFC 8259 4, B-77',
    edit: (body, { path }) => {
      if (path !== undefined) for (const server of serversIn(body)) server.links?.reverse()
    },
  },
]
