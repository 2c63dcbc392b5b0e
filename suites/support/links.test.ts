import { describe, expect, test } from 'vitest'
import { linkMismatch } from './links.ts'

const flavor = (self: string, bookmark: string) => ({
  id: '1',
  links: [
    { rel: 'self', href: self },
    { rel: 'bookmark', href: bookmark },
  ],
})
const fault = (self: string, bookmark: string) => linkMismatch(flavor(self, bookmark), 't', 'flavors', 'body/flavors/0')

describe('linkFault', () => {
  test('accepts any host and prefix', () => {
    expect(fault('http://h/v2/t/flavors/1', 'http://h/t/flavors/1')).toBeUndefined()
    expect(fault('https://g:8774/compute/v2/t/flavors/1', 'https://g/compute/t/flavors/1')).toBeUndefined()
  })

  test('accuses a self link without the version, another tenant or another resource', () => {
    for (const self of [
      'http://h/t/flavors/1',
      'http://h/v2/u/flavors/1',
      'http://h/v2/t/flavors/2',
      '/v2/t/flavors/1',
    ])
      expect(fault(self, 'http://h/t/flavors/1')?.actual).toBe(self)
  })

  test('accuses a bookmark with the version', () => {
    expect(fault('http://h/v2/t/flavors/1', 'http://h/v2/t/flavors/1')?.expected).toBe(
      '…/t/flavors/1, without the version',
    )
  })

  test('leaves missing links and other relations to others', () => {
    expect(linkMismatch({ id: '1' }, 't', 'flavors', 'body')).toBeUndefined()
    expect(linkMismatch({ id: '1', links: [{ rel: 'alternate', href: 'x' }] }, 't', 'flavors', 'body')).toBeUndefined()
  })
})
