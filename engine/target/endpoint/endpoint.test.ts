import { describe, expect, onTestFinished, test } from 'vitest'
import { UsageError } from '#engine/errors'
import { hasDocumentPaths, operationsUrl } from '#model'
import { type Catalog, selectEndpoints } from '../auth/catalog.ts'
import type { ConnectionSettings } from '../auth/connection.ts'
import { createHttpClient } from '../http-client.ts'
import { serve } from '../loopback.fixture.ts'
import { locateCompute } from './compute-endpoint.ts'
import { parseEndpoint } from './endpoint.ts'
import { servicesFrom } from './services.ts'

const root = 'http://h:8774'

describe('the URL of a target', () => {
  test.for<[string, string, string, string | undefined]>([
    [root, root, `${root}/v2`, undefined],
    [`${root}/`, root, `${root}/v2`, undefined],
    [`${root}/v2`, root, `${root}/v2`, undefined],
    [`${root}/v2.1/`, root, `${root}/v2.1`, undefined],
    [`${root}/v2/t1`, root, `${root}/v2`, 't1'],
    [`${root}/v2.1/t1/`, root, `${root}/v2.1`, 't1'],
    ['https://h/compute', 'https://h/compute', 'https://h/compute/v2', undefined],
    ['https://h/compute/v2/t1', 'https://h/compute', 'https://h/compute/v2', 't1'],
    ['https://h/compute/v2.1', 'https://h/compute', 'https://h/compute/v2.1', undefined],
    ['https://h/a/compute/v2.1/t1', 'https://h/a/compute', 'https://h/a/compute/v2.1', 't1'],
    ['http://[::1]:8774/v2', 'http://[::1]:8774', 'http://[::1]:8774/v2', undefined],
  ])('is accepted: %s', ([given, url, computeUrl, tenant]) => {
    expect(parseEndpoint(given, 'x')).toMatchObject({ url, computeUrl, ...(tenant ? { tenant } : {}) })
  })

  test('tells whether it has a version', () => {
    expect(parseEndpoint('https://h/compute', 'x').isVersionless).toBe(true)
    expect(parseEndpoint('https://h/compute/v2', 'x')).not.toHaveProperty('isVersionless')
  })

  test.for<[string, string]>([
    ['127.0.0.1:8774', '--target: "127.0.0.1:8774" does not begin with http:// or https://'],
    ['localhost:8774', '--target: "localhost:8774" does not begin with http:// or https://'],
    ['ftp://h', '--target: "ftp://h" does not begin with http:// or https://'],
    ['http://h:x', '--target: "http://h:x" is not a URL'],
    ['http://', '--target: "http://" is not a URL'],
    ['http://u:geheim@h', '--target: a URL with a user name or password is not accepted'],
    ['http://h/v2?x=1', '--target: "http://h/v2?x=1" has a query or a fragment'],
    ['http://h/v2/t1/servers', '--target: "http://h/v2/t1/servers" has path segments after the tenant'],
  ])('is rejected: %s', ([given, message]) => {
    expect(() => parseEndpoint(given, '--target')).toThrow(expect.objectContaining({ name: 'UsageError', message }))
  })
})

const entry = (type: string, url: string, region = 'R', endpointInterface: 'public' | 'internal' = 'public') =>
  ({ type, region, interface: endpointInterface, url }) as const

const locate = async (catalog: Catalog, connection: Partial<ConnectionSettings> = {}, tenant?: string) => {
  const http = createHttpClient({}, 2_000)
  onTestFinished(() => http.close())
  const session = { token: 'tok', catalog, ...(tenant === undefined ? {} : { tenant }) }
  return locateCompute(http, { source: 'the test', credentials: {}, ...connection }, session, catalog)
}

describe('the compute endpoint of a catalog', () => {
  test('is used without the tenant in its URL', async () => {
    expect(await locate([entry('compute', `${root}/v2/t1`)], {}, 't1')).toEqual({
      url: root,
      computeUrl: `${root}/v2`,
      tenant: 't1',
    })
  })

  test('is compute_legacy where only that one is v2', async () => {
    const catalog = [entry('compute', `${root}/v2.1`), entry('compute_legacy', `${root}/v2/t1`)]
    expect((await locate(catalog, {}, 't1')).computeUrl).toBe(`${root}/v2`)
  })

  test.for([
    [200, '/v2'],
    [404, '/v2.1'],
  ] as const)('is checked for v2 when it is v2.1 (%i → %s)', async ([status, version]) => {
    const { url, received } = await serve(() => ({ 'GET /v2/t1/flavors': () => ({ status }) }))
    const compute = await locate([entry('compute', `${url}/v2.1`)], {}, 't1')
    expect(compute.computeUrl).toBe(`${url}${version}`)
    expect(received[0]?.headers['x-auth-token']).toBe('tok')
  })

  test.for<[string, string | undefined, boolean, string]>([
    ['/compute/v2.1', undefined, true, '/compute/v2.1'],
    ['/compute/v2.1', undefined, false, '/compute/v2.1/t1'],
    ['/compute/v2.1/t1', undefined, true, '/compute/v2.1/t1'],
    ['/v2', undefined, true, '/v2/t1'],
    ['/v2.1', '/v2.1', true, '/v2.1'],
    ['/v2.1/t1', '/v2.1/t1', true, '/v2.1/t1'],
  ])('as %s, configured as %s, and served without a tenant: %s', async ([inCatalog, configured, isServed, root]) => {
    const flavors = {
      'GET /compute/v2.1/flavors': () => ({ status: 200 }),
      'GET /v2.1/flavors': () => ({ status: 200 }),
    }
    const { url } = await serve(() => (isServed ? flavors : {}))
    const connection = configured === undefined ? {} : { url: `${url}${configured}` }
    const compute = await locate([entry('compute', `${url}${inCatalog}`)], connection, 't1')
    expect(operationsUrl(compute)).toBe(`${url}${root}`)
    expect(hasDocumentPaths(compute)).toBe(root === '/v2/t1')
  })

  test('is not used when a URL is configured', async () => {
    const catalog = [entry('compute', 'http://elsewhere/v2/t1')]
    expect((await locate(catalog, { url: `${root}/v2.1` }, 't1')).computeUrl).toBe(`${root}/v2.1`)
  })

  test.for<[string, Catalog, Partial<ConnectionSettings>, string | undefined, RegExp]>([
    ['no compute service', [], {}, 't1', /no target URL, and the catalog has no compute service/],
    [
      'no tenant',
      [entry('compute', `${root}/v2`)],
      {},
      undefined,
      /no tenant given, and the token does not contain one/,
    ],
    [
      'another tenant in the URL',
      [],
      { url: `${root}/v2/t2`, credentials: { project: { id: 't1' } } },
      undefined,
      /the URL http:\/\/h:8774\/v2\/t2 is for another tenant than t1/,
    ],
    [
      'a token of another tenant',
      [],
      { url: root, credentials: { project: { id: 't1' } } },
      't2',
      /the token is for tenant t2, not for t1/,
    ],
  ])('is rejected for %s', async ([, catalog, connection, tenant, message]) => {
    const attempt = locate(catalog, connection, tenant)
    await expect(attempt).rejects.toBeInstanceOf(UsageError)
    await expect(attempt).rejects.toThrow(message)
  })
})

describe('region and interface', () => {
  const catalog = [
    entry('compute', 'http://kr1/v2', 'KR1'),
    entry('compute', 'http://kr1-internal/v2', 'KR1', 'internal'),
    entry('image', 'http://kr1-image', 'KR1'),
    entry('compute', 'http://jp1/v2', 'JP1'),
  ]

  test('select the entries', () => {
    expect(selectEndpoints(catalog, 'KR1').map(({ url }) => url)).toEqual(['http://kr1/v2', 'http://kr1-image'])
    expect(selectEndpoints(catalog, undefined, 'internal').map(({ url }) => url)).toEqual(['http://kr1-internal/v2'])
  })

  test('are required where the catalog has several regions', () => {
    expect(() => selectEndpoints(catalog, undefined)).toThrow(
      'the catalog has compute services in several regions: JP1, KR1',
    )
    expect(() => selectEndpoints(catalog, 'KR9')).toThrow(
      'the catalog has no compute service in region "KR9"; it has JP1, KR1',
    )
  })
})

describe('companion services', () => {
  test('come from the catalog, and only block storage keeps its version', () => {
    const catalog = [
      entry('identity', 'http://id/v3'),
      entry('image', 'http://image/v2'),
      entry('network', 'http://network/v2.0'),
      entry('volumev2', 'http://volume/v2/t1'),
      entry('volumev3', 'http://volume/v3'),
    ]
    expect(servicesFrom(catalog, undefined, 't1')).toEqual({
      identity: 'http://id',
      image: 'http://image',
      network: 'http://network',
      blockStorage: 'http://volume/v3/t1',
    })
  })

  test('come from the configuration where it has them', () => {
    const services = servicesFrom([entry('image', 'http://image')], { image: 'http://mine/v2/' }, 't1')
    expect(services).toEqual({ image: 'http://mine' })
  })
})
