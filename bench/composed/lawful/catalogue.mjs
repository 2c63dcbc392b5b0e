/** Variations of the resources that a cloud offers, and of its identifiers. */

const seed = (name, source, values, more = {}) => ({ name, source, emulator: { seed: values }, ...more })

/** Replaces texts in requests and responses, in both directions. */
const renaming = (name, source, pairsOf, config) => ({
  name,
  source,
  config: (current) => {
    const pairs = pairsOf(current)
    return config(pairs.reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(current)))
  },
  handle: (emulator) => {
    const pairs = pairsOf(emulator.config)
    const inward = (text) => pairs.reduce((all, [from, to]) => all.replaceAll(to, from), text)
    const outward = (text) => pairs.reduce((all, [from, to]) => all.replaceAll(from, to), text)
    return async (request, next) => {
      const url = inward(request.url)
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([key, value]) => [key, inward(String(value))]),
      )
      const response = await next({ ...request, url, headers, body: inward(request.body) })
      const isText = typeof response.body === 'string'
      const body = outward(isText ? response.body : JSON.stringify(response.body))
      const sent = Object.entries(response.headers).map(([key, value]) => [key, outward(String(value))])
      return { ...response, headers: Object.fromEntries(sent), body: isText ? body : JSON.parse(body) }
    }
  },
})

const dashed = (id) => id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** Nova allows letters, digits, blanks, dots, hyphens and underscores in the id of a flavor. */
const flavorIdsWithBlanks = {
  name: 'flavor-ids-with-blanks',
  source: 'B-33, nova/api/openstack/compute/schemas/flavors.py',
  group: 'flavors',
  start({ state }) {
    for (const [index, flavor] of state.flavors.entries()) {
      ids.set(flavor.id, `${flavor.name} v.${index}`)
      flavor.id = ids.get(flavor.id)
    }
  },
  config: (config) => ({
    ...config,
    resources: Object.fromEntries(Object.entries(config.resources).map(([key, id]) => [key, ids.get(id) ?? id])),
  }),
}
const ids = new Map()

const images = (name, source, changes) => ({
  name,
  source,
  group: 'images',
  start({ state }) {
    for (const image of state.images.values()) Object.assign(image, changes(image))
  },
})

const withoutResources = (name, source, ...names) => ({
  name,
  source,
  config: (config) => ({
    ...config,
    resources: Object.fromEntries(Object.entries(config.resources).filter(([key]) => !names.includes(key))),
  }),
})

export const catalogue = [
  seed(
    'zones-with-blanks',
    'AZ-08: any String',
    { zones: ['서울 가용성 영역 (판교)', 'zone b/2'] },
    { group: 'zones' },
  ),
  seed('one-zone', 'AZ-11', { zones: ['nova'] }, { group: 'zones' }),
  seed(
    'networks-with-blanks',
    'SRV-DETAIL-19: any name',
    { networkNames: ['기본 네트워크 "1"', 'a.b/c\\d 망'] },
    { group: 'networks' },
  ),
  seed('one-network', 'the tenant’s own affair', { networkNames: ['Default Network'] }, { group: 'networks' }),
  seed('many-images', 'the vendor’s own affair', { images: 500 }),
  seed('existing-servers', 'the tenant’s own affair', { existingServers: 45 }),
  seed('other-ids', 'GEN-09', { random: 77 }),
  {
    name: 'unavailable-zone',
    source: 'AZ-10',
    edit: (body) =>
      body.availabilityZoneInfo?.unshift({ zoneState: { available: false }, hosts: null, zoneName: '점검 중' }),
  },
  {
    name: 'many-flavors',
    source: 'FLV-01',
    start({ state }) {
      const models = state.flavors.filter(({ name }) => !/c128/.test(name))
      for (let number = 0; number < 300; number++) {
        const model = models[number % models.length]
        state.flavors.push({
          ...model,
          id: `aaaa${String(number).padStart(4, '0')}${model.id.slice(8)}`,
          name: `${model.name}-${number}`,
        })
      }
    },
  },
  flavorIdsWithBlanks,
  { name: 'numeric-flavors', source: 'B-33', group: 'flavors', emulator: { interpretations: ['numeric-flavor-ids'] } },
  images('images-without-minimum', 'Glance: min_disk and min_ram are 0 by default', () => ({ minDisk: 0, minRam: 0 })),
  images('images-with-minimum', 'B-13, B-23', ({ minDisk }) => ({ minDisk: Math.max(minDisk, 20), minRam: 1_024 })),
  {
    name: 'deactivated-images',
    source: 'Glance: hidden, deactivated and deleted images in the list',
    edit: (body, { url }) => {
      if (!/^\/image\/v2\/images(\?|$)/.test(url) || !Array.isArray(body.images) || body.images.length === 0) return
      const [model] = body.images
      for (const [index, status] of ['deactivated', 'deleted', 'killed', 'queued'].entries()) {
        body.images.unshift({
          ...model,
          id: `deadbeef-0000-4000-8000-00000000000${index}`,
          status,
          os_hidden: index < 2,
          name: null,
        })
      }
    },
  },
  renaming(
    'dashed-tenants',
    'any form of project id',
    ({ target, other }) => [target.tenant, other.tenant].map((id) => [id, dashed(id)]),
    JSON.parse,
  ),
  renaming(
    'long-tokens',
    'PKI tokens of Keystone',
    ({ auth, other }) => [auth.token, other.token].map((token) => [token, `MII${'aB3+/='.repeat(5_000)}${token}`]),
    JSON.parse,
  ),
  renaming('user-ids-of-iam', 'B-43, B-102', () => [['"user_id":"', '"user_id":"iam|kr1:']], JSON.parse),
  withoutResources(
    'fewer-resources',
    'docs: optional entries of the configuration',
    'resizeFlavor',
    'windowsImage',
    'snapshot',
    'bootableVolume',
  ),
]
