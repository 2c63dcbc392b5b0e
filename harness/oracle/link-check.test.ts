import { expect, test } from 'vitest'
import type { OperationId } from '#model'
import { findForeignLink } from './link-check.ts'

const resource = (id: string, target = id) => ({
  id,
  links: [
    { rel: 'self', href: `http://h/v2/t/x/${target}` },
    { rel: 'bookmark', href: `http://h/t/x/${target}/` },
    { rel: 'describedby', href: 'http://h/schema' },
  ],
})
const find = (operation: OperationId, body: unknown) => {
  const call = {
    ...{ operation, kind: operation, resource: undefined, query: new URLSearchParams(), request: undefined },
    ...{ isAuthorized: true, isInvalid: false },
  }
  return findForeignLink(call, body).map(({ at }) => at)
}

test('links of a resource lead to it, in lists and in show', () => {
  expect(find('listServers', { servers: [resource('s1'), resource('s2')] })).toEqual([])
  expect(find('listServers', { servers: [resource('s1'), resource('s2', 's1')] })).toEqual(['body/servers/1/links'])
  expect(find('showServer', { server: resource('s1') })).toEqual([])
  expect(find('showServer', { server: resource('s1', 's2') })).toEqual(['body/server/links'])
  expect(find('listKeypairs', { keypairs: [resource('a', 'b')] })).toEqual([])
})
