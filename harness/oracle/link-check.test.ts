import { expect, test } from 'vitest'
import type { OperationId } from '#model'
import { LinkCheck } from './link-check.ts'

const resource = (id: string, target = id, collection = 'servers') => ({
  id,
  links: [
    { rel: 'self', href: `http://h/v2/t/${collection}/${target}` },
    { rel: 'bookmark', href: `http://h/t/${collection}/${target}/` },
    { rel: 'describedby', href: 'http://h/schema' },
  ],
})
const find = (operation: OperationId, body: unknown, links = new LinkCheck()) =>
  links.observe({ operation }, body).map(({ at }) => at)

test('links of a resource lead to it, in lists and in show', () => {
  expect(find('listServers', { servers: [resource('s1'), resource('s2')] })).toEqual([])
  expect(find('listServers', { servers: [resource('s1'), resource('s2', 's1')] })).toEqual(['body/servers/1/links'])
  expect(find('showServer', { server: resource('s1') })).toEqual([])
  expect(find('showServer', { server: resource('s1', 's2') })).toEqual(['body/server/links'])
  expect(find('showServer', { server: resource('s1', 's1', 'servers/detail') })).toEqual(['body/server/links'])
  expect(find('listKeypairs', { keypairs: [resource('a', 'b')] })).toEqual([])
})

test('links to an id with blanks may be percent-encoded', () => {
  const named = (id: string, target: string) => ({ flavors: [resource(id, target, 'flavors')] })
  expect(find('listFlavors', named('m1 small', 'm1%20small'))).toEqual([])
  expect(find('listFlavors', named('m1 small', 'm1'))).toEqual(['body/flavors/0/links'])
})

test('links of a created server do not lead to an earlier one', () => {
  const links = new LinkCheck()
  expect(find('createServer', { server: resource('s1') }, links)).toEqual([])
  expect(find('createServer', { server: resource('s1', 's2') }, links)).toEqual([])
  find('listServers', { servers: [resource('s3')] }, links)
  expect(find('createServer', { server: resource('s1', 's3') }, links)).toEqual([])
  expect(find('createServer', { server: resource('s2', 's1') }, links)).toEqual(['body/server/links'])
})

const [own, other] = ['a'.repeat(32), 'b'.repeat(32)]
const flavor = (tenant: string) => ({
  id: 'f1',
  links: [
    { rel: 'self', href: `http://h/v2/${tenant}/flavors/f1` },
    { rel: 'bookmark', href: `http://h/${tenant}/flavors/f1` },
  ],
})

test('links lead to the same tenant in every response, reported once', () => {
  const links = new LinkCheck()
  expect(find('listFlavors', { flavors: [flavor(own)] }, links)).toEqual([])
  expect(find('listFlavorsDetail', { flavors: [flavor(own)] }, links)).toEqual([])
  expect(find('listFlavors', { flavors: [flavor(own), flavor(other)] }, links)).toEqual(['body/flavors/1/links'])
  expect(find('listFlavors', { flavors: [flavor(other)] }, links)).toEqual([])
})

test('links without a tenant, as below another root, are compared with none', () => {
  const links = new LinkCheck()
  find('listFlavors', { flavors: [flavor(own)] }, links)
  const href = 'http://h/v2.1/flavors/f1'
  expect(find('listFlavors', { flavors: [{ id: 'f1', links: [{ rel: 'self', href }] }] }, links)).toEqual([])
})
