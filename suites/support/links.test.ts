import { describe, expect, test } from 'vitest'
import { linkMismatch } from './links.ts'

const root = { computeUrl: 'http://h/v2', tenant: 't' }

const flavor = (self: string, bookmark: string) => ({
  id: '1',
  links: [
    { rel: 'self', href: self },
    { rel: 'bookmark', href: bookmark },
  ],
})
const mismatchOf = (self: string, bookmark: string) =>
  linkMismatch(flavor(self, bookmark), root, 'flavors', 'body/flavors/0')

describe('linkMismatch', () => {
  test('accepts any host and prefix', () => {
    expect(mismatchOf('http://h/v2/t/flavors/1', 'http://h/t/flavors/1')).toBeUndefined()
    expect(mismatchOf('https://g:8774/compute/v2/t/flavors/1', 'https://g/compute/t/flavors/1')).toBeUndefined()
  })

  test('accepts an id with blanks, percent-encoded or not', () => {
    const linkTo = (end: string) => ({ id: 'm1 small', links: [{ rel: 'self', href: `http://h/v2/t/flavors/${end}` }] })
    const mismatchFor = (end: string) => linkMismatch(linkTo(end), root, 'flavors', 'body')
    expect([mismatchFor('m1 small'), mismatchFor('m1%20small')]).toEqual([undefined, undefined])
    expect(mismatchFor('m1')?.actual).toBe('http://h/v2/t/flavors/m1')
  })

  test('reports a self link without the version, to another tenant or to another resource', () => {
    for (const self of [
      'http://h/t/flavors/1',
      'http://h/v2/u/flavors/1',
      'http://h/v2/t/flavors/2',
      '/v2/t/flavors/1',
    ])
      expect(mismatchOf(self, 'http://h/t/flavors/1')?.actual).toBe(self)
  })

  test('reports a bookmark link with the version', () => {
    expect(mismatchOf('http://h/v2/t/flavors/1', 'http://h/v2/t/flavors/1')?.expected).toBe(
      '…/t/flavors/1, without the version',
    )
  })

  test('accepts links below the root of the target', () => {
    const mismatchBelow = (version: string, tenantInPath: boolean, [self, bookmark]: readonly [string, string]) =>
      linkMismatch(
        flavor(self, bookmark),
        { ...root, computeUrl: `http://h/${version}`, tenantInPath },
        'flavors',
        'body',
      )
    const withTenant = ['http://h/c/v2.1/t/flavors/1', 'http://h/c/t/flavors/1'] as const
    const withoutTenant = ['http://h/c/v2.1/flavors/1', 'http://h/c/flavors/1'] as const
    expect(mismatchBelow('v2.1', true, withTenant)).toBeUndefined()
    expect(mismatchBelow('v2.1', false, withTenant)).toBeUndefined()
    expect(mismatchBelow('v2.1', false, withoutTenant)).toBeUndefined()
    expect(mismatchBelow('v2.1', true, withoutTenant)?.expected).toBe('…/v2.1/t/flavors/1')
    expect(mismatchBelow('v2', true, withTenant)?.expected).toBe('…/v2/t/flavors/1')
  })

  test('accepts any version below a root without one', () => {
    const versionless = { ...root, computeUrl: 'http://h/compute', tenantInPath: false }
    const mismatchFor = (self: string) =>
      linkMismatch(flavor(self, 'http://h/compute/flavors/1'), versionless, 'flavors', 'body')
    expect(mismatchFor('http://h/compute/flavors/1')).toBeUndefined()
    expect(mismatchFor('http://h/v2.1/flavors/1')).toBeUndefined()
    expect(mismatchFor('http://h/compute/flavors/2')?.expected).toBe('…/flavors/1')
  })

  test('ignores missing links and other relations', () => {
    expect(linkMismatch({ id: '1' }, root, 'flavors', 'body')).toBeUndefined()
    expect(linkMismatch({ id: '1', links: [{ rel: 'alternate', href: 'x' }] }, root, 'flavors', 'body')).toBeUndefined()
  })
})
