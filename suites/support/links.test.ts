import { describe, expect, test } from 'vitest'
import { linkMismatch } from './links.ts'

const flavor = (self: string, bookmark: string) => ({
  id: '1',
  links: [
    { rel: 'self', href: self },
    { rel: 'bookmark', href: bookmark },
  ],
})
const mismatchOf = (self: string, bookmark: string) =>
  linkMismatch(flavor(self, bookmark), 't', 'flavors', 'body/flavors/0')

describe('linkMismatch', () => {
  test('accepts any host and prefix', () => {
    expect(mismatchOf('http://h/v2/t/flavors/1', 'http://h/t/flavors/1')).toBeUndefined()
    expect(mismatchOf('https://g:8774/compute/v2/t/flavors/1', 'https://g/compute/t/flavors/1')).toBeUndefined()
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

  test('ignores missing links and other relations', () => {
    expect(linkMismatch({ id: '1' }, 't', 'flavors', 'body')).toBeUndefined()
    expect(linkMismatch({ id: '1', links: [{ rel: 'alternate', href: 'x' }] }, 't', 'flavors', 'body')).toBeUndefined()
  })
})
