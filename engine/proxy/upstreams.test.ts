import { describe, expect, test } from 'vitest'
import { Upstreams } from './upstreams.ts'

function upstreams(): Upstreams {
  const known = new Upstreams('https://identity.example:5000/v3')
  known.proxyOrigin = 'http://127.0.0.1:8775'
  known.learnCatalog({
    token: {
      catalog: [
        { type: 'compute', endpoints: [{ url: 'https://compute.example/v2/t' }] },
        { type: 'image', endpoints: [{ url: 'https://image.example' }] },
      ],
    },
  })
  return known
}

describe('the upstreams of a proxy', () => {
  test.each([
    ['/v3/auth/tokens?a=1', { origin: 'https://identity.example:5000', path: '/v3/auth/tokens?a=1' }],
    ['/-/compute.example/v2/t/servers', { origin: 'https://compute.example', path: '/v2/t/servers' }],
    ['/-/compute.example', { origin: 'https://compute.example', path: '/' }],
    ['http://127.0.0.1:8775/v3?a=1', { origin: 'https://identity.example:5000', path: '/v3?a=1' }],
    ['https://compute.example/v2/t', { origin: 'https://compute.example', path: '/v2/t' }],
    ['HTTPS://compute.example?a=1', { origin: 'https://compute.example', path: '/?a=1' }],
    ['http://127.0.0.1:8775@image.example/', undefined],
    ['https://image.example/v2', undefined],
    ['image.example:443', undefined],
    ['*', undefined],
    ['/-/image.example/v2', undefined],
    ['/-/169.254.169.254/latest', undefined],
  ])('resolve %s', (path, expected) => {
    expect(upstreams().resolve(path)).toEqual(expected)
  })

  test('replace the URLs in catalogs and links by those of the proxy, and leave everything else unchanged', () => {
    const body =
      '{"a":1.0, "links":[{"href" : "https://compute.example/v2/t/servers?marker=1"}], "url":"https://image.example/v2"}'
    expect(upstreams().rewrite(body)).toBe(
      '{"a":1.0, "links":[{"href" : "http://127.0.0.1:8775/-/compute.example/v2/t/servers?marker=1"}], "url":"https://image.example/v2"}',
    )
  })

  test('include the services in a catalog of Identity v2.0', () => {
    const known = new Upstreams('http://identity.example')
    known.learnCatalog({
      access: { serviceCatalog: [{ type: 'compute', endpoints: [{ publicURL: 'http://nova.example:8774/v2/t' }] }] },
    })
    expect(known.resolve('/-/nova.example:8774/v2/t')?.origin).toBe('http://nova.example:8774')
  })
})
