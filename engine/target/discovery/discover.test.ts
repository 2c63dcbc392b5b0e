import { describe, expect, test } from 'vitest'
import type { TargetResources } from '#model'
import { discovered, respondWith } from './discover.fixture.ts'

const flavor = (id: string, name: string, ram: number, disk: number, more = {}) => ({
  id,
  name,
  ram,
  disk,
  vcpus: 1,
  ...more,
})

const vendorFlavors = [
  flavor('u1', 'u2.c1m1', 1024, 20),
  flavor('u2', 'u2.c1m2', 2048, 60),
  flavor('t1', 't2.c1m1', 1024, 0),
  flavor('m4', 'm2.c2m4', 4096, 0),
  flavor('m2', 'm2.c1m2', 2048, 0),
  flavor('off', 'm2.c1m2', 2048, 0, { vcpus: 0, 'OS-FLV-DISABLED:disabled': true }),
  flavor('r4', 'r2.c1m4', 4096, 0, { vcpus: 0 }),
]

const stockFlavors = [
  flavor('0', 'm1.nano', 128, 0),
  flavor('1', 'm1.tiny', 512, 1),
  flavor('2', 'm1.small', 2048, 20),
  flavor('3', 'm1.medium', 4096, 40),
  flavor('4', 'u2.small', 1024, 20),
]

const image = (id: string, min_disk: number, more = {}) => ({
  id,
  name: id,
  status: 'active',
  min_disk,
  min_ram: 0,
  size: 1,
  ...more,
})

describe('flavors', () => {
  test('of the vendor: chooses the smallest with a volume as root disk and 2 GB', async () => {
    const routes = { 'GET /v2/t1/flavors/detail': respondWith({ flavors: vendorFlavors }) }
    expect((await discovered({ routes })).resources).toEqual({
      flavor: 'm2',
      resizeFlavor: 'm4',
      localFlavor: 'u1',
      smallFlavor: 't1',
      bootVolume: true,
    })
  })

  test('of the vendor without details: reads their size from their names', async () => {
    const flavors = vendorFlavors.slice(0, 5).map(({ id, name }) => ({ id, name }))
    const { resources } = await discovered({ routes: { 'GET /v2/t1/flavors': respondWith({ flavors }) } })
    expect(resources).toMatchObject({ flavor: 'm2', resizeFlavor: 'm4', smallFlavor: 't1', bootVolume: true })
  })

  test('are chosen by their names and order where the target shows no sizes', async () => {
    const flavors = ['m1.tiny', 'm1.small', 'u2.c1m1'].map((name, index) => ({ id: `${index + 1}`, name }))
    const { resources } = await discovered({ routes: { 'GET /v2/t1/flavors': respondWith({ flavors }) } })
    expect(resources).toMatchObject({ flavor: '1', resizeFlavor: '2', localFlavor: '3' })
  })

  test('of stock Nova: chooses the smallest whose disk holds the image', async () => {
    const routes = { 'GET /v2/t1/flavors/detail': respondWith({ flavors: stockFlavors }) }
    expect((await discovered({ routes, profile: 'nova' })).resources).toEqual({
      flavor: '1',
      resizeFlavor: '2',
      localFlavor: '4',
      smallFlavor: '0',
      bootVolume: false,
    })
    const images = { 'GET /v2/images': respondWith({ images: [image('big', 30)] }) }
    expect((await discovered({ routes: { ...routes, ...images }, profile: 'nova' })).resources).toMatchObject({
      image: 'big',
      flavor: '3',
      localFlavor: '3',
    })
  })

  test('of a configured family: chooses the others from the same family', async () => {
    const routes = { 'GET /v2/t1/flavors/detail': respondWith({ flavors: vendorFlavors }) }
    expect((await discovered({ routes, configured: { flavor: 'u1' } })).resources).toMatchObject({
      flavor: 'u1',
      resizeFlavor: 'u2',
      bootVolume: false,
    })
    expect((await discovered({ routes, configured: { flavor: 'U1' } })).resources.bootVolume).toBe(false)
    const unknown = await discovered({ routes, configured: { flavor: 'unlisted' } })
    expect(unknown.resources.bootVolume).toBeUndefined()
    expect(unknown.notFound.bootVolume).toBe('the family of resources.flavor is unknown: set resources.bootVolume')
  })
})

describe('images', () => {
  const images = [
    image('windows', 1, { os_type: 'Windows' }),
    image('large', 20),
    image('snapshot', 1, { image_type: 'snapshot' }),
    image('small', 10),
    image('kernel', 0, { disk_format: 'aki' }),
    image('saving', 0, { status: 'saving' }),
  ]

  test('are the smallest active ones, with and without Windows', async () => {
    const { resources } = await discovered({ routes: { 'GET /v2/images': respondWith({ images }) } })
    expect(resources).toMatchObject({ image: 'small', windowsImage: 'windows' })
  })

  test('have a min_disk, which root volumes of a configured image have at least', async () => {
    const routes = { 'GET /v2/images': respondWith({ images }) }
    expect((await discovered({ routes, configured: { image: 'large' } })).resources.rootVolumeGb).toBe(20)
    expect((await discovered({ routes, configured: { image: 'unlisted' } })).resources.rootVolumeGb).toBeUndefined()
  })

  test('come from Compute without an image service', async () => {
    const rows = [
      { id: 'a', status: 'ACTIVE', minDisk: 20, metadata: { os_distro: 'windows' } },
      { id: 'b', status: 'ACTIVE', minDisk: 10, metadata: {} },
    ]
    const routes = { 'GET /v2/t1/images/detail': respondWith({ images: rows }) }
    expect((await discovered({ routes, companions: false })).resources).toMatchObject({ image: 'b', windowsImage: 'a' })
  })
})

describe('networks', () => {
  const networks = [
    { id: 'outside', tenant_id: 't9', shared: true, 'router:external': true, subnets: ['s0'] },
    { id: 'foreign', tenant_id: 't9', shared: false, subnets: ['s1'] },
    { id: 'shared', tenant_id: 't9', shared: true, subnets: ['s2'] },
    { id: 'bare', tenant_id: 't1', subnets: [] },
    { id: 'own', tenant_id: 't1', subnets: ['s6', 's4'] },
  ]
  const subnets = [
    { id: 's6', network_id: 'own', ip_version: 6 },
    { id: 's4', network_id: 'own', ip_version: 4 },
    { id: 's2', network_id: 'shared', ip_version: 4 },
  ]
  const routes = { 'GET /v2.0/networks': respondWith({ networks }), 'GET /v2.0/subnets': respondWith({ subnets }) }

  test('of the tenant come before shared ones, with an IPv4 subnet', async () => {
    expect((await discovered({ routes })).resources).toEqual({ network: 'own', subnet: 's4' })
  })

  test('complete a configured network or subnet', async () => {
    expect((await discovered({ routes, configured: { network: 'shared' } })).resources).toEqual({
      network: 'shared',
      subnet: 's2',
    })
    expect((await discovered({ routes, configured: { subnet: 's2' } })).resources).toEqual({
      network: 'shared',
      subnet: 's2',
    })
  })

  test('come from Compute without a network service', async () => {
    const proxy = { 'GET /v2/t1/os-networks': respondWith({ networks: [{ id: 'n', label: 'net' }] }) }
    expect((await discovered({ routes: proxy, companions: false })).resources).toEqual({ network: 'n' })
  })
})

describe('spare resources', () => {
  test('are a security group with a unique name and the smallest unused volume', async () => {
    const groups = ['default', 'twice', 'twice', 'web'].map((name) => ({ name, tenant_id: 't1' }))
    const volumes = [
      { id: 'v1', status: 'in-use', size: 1 },
      { id: 'v20', status: 'available', size: 20 },
      { id: 'v5', status: 'available', size: 5 },
    ]
    const routes = {
      'GET /v2.0/security-groups': respondWith({ security_groups: [{ name: 'alien', tenant_id: 't9' }, ...groups] }),
      'GET /volume/volumes/detail': respondWith({ volumes }),
    }
    expect((await discovered({ routes })).resources).toEqual({ securityGroup: 'web', volume: 'v5' })
  })

  test('are a volume of the configured zone', async () => {
    const volume = (id: string, zone: string) => ({ id, status: 'available', size: 1, availability_zone: zone })
    const volumes = [volume('a', 'kr-pub-a'), volume('b', 'kr-pub-b')]
    const routes = { 'GET /volume/volumes/detail': respondWith({ volumes }) }
    const { resources } = await discovered({ routes, configured: { availabilityZone: 'kr-pub-b' } })
    expect(resources).toMatchObject({ volume: 'b' })
  })
})

describe('the zone of the spare volume', () => {
  const volumes = [{ id: 'a', status: 'available', size: 1, availability_zone: 'kr-pub-b' }]
  test.each([
    [['kr-pub-a', 'kr-pub-b'], 'kr-pub-b'],
    [['kr-pub-b'], undefined],
    [['nova-1', 'nova-2'], undefined],
  ])('among the zones %j of servers is %s', async (names, zone) => {
    const routes = {
      'GET /volume/volumes/detail': respondWith({ volumes }),
      'GET /v2/t1/os-availability-zone': respondWith({ availabilityZoneInfo: names.map((zoneName) => ({ zoneName })) }),
    }
    expect((await discovered({ routes })).resources.availabilityZone).toBe(zone)
  })
})

describe('discovery', () => {
  test('names the setting to configure for each resource that it does not find', async () => {
    const { resources, notFound } = await discovered({ routes: {} })
    expect(resources).toEqual({})
    expect(notFound).toMatchObject({
      image: 'no image: set resources.image, or sign in to a cloud with an image service',
      volume: 'no unused volume: create one, or set resources.volume',
    })
  })

  test('sends GET requests only, and none for configured resources', async () => {
    const configured: TargetResources = {
      image: 'i',
      windowsImage: 'w',
      flavor: 'f',
      resizeFlavor: 'r',
      localFlavor: 'l',
      smallFlavor: 's',
      bootVolume: true,
      rootVolumeGb: 20,
      network: 'n',
      subnet: 's',
      securityGroup: 'g',
      volume: 'v',
    }
    const complete = await discovered({ routes: {}, configured })
    expect(complete.resources).toEqual(configured)
    expect(complete.requests).toEqual([])
    const { requests } = await discovered({ routes: {} })
    expect(requests.length).toBeGreaterThan(5)
    expect(requests.filter((request) => !request.startsWith('GET '))).toEqual([])
  })

  test('ignores malformed listings', async () => {
    const routes = {
      'GET /v2/t1/flavors/detail': respondWith({ flavors: 'none' }),
      'GET /v2/images': respondWith([1, null]),
      'GET /v2.0/networks': respondWith({ networks: [null, 7, { id: 5, subnets: {} }] }),
    }
    expect((await discovered({ routes })).resources).toEqual({})
  })
})
