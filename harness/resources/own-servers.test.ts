import { expect, test } from 'vitest'
import { responseWith } from '../client/api-response.fixture.ts'
import { isNamedAfter, listNamed, whyUnreadable } from './own-servers.ts'

test.each([
  ['web-1', 'web-1', 1, true],
  ['web-1-2', 'web-1', 2, true],
  ['web-12', 'web-1', 2, true],
  ['web-12', 'web-1', 1, false],
  ['web-1 b', 'web-1', 2, false],
  ['web', 'web-1', 2, false],
])('a server %s is one of those that a request for %s makes, %i of them: %s', (name, requested, count, isOne) => {
  expect(isNamedAfter(name, requested, count)).toBe(isOne)
})

const listed = [{ id: 'a', name: 'web' }]

test.each([
  ['is no array', 200, { servers: { items: [] } }],
  ['is not returned', 500, {}],
])('the detailed list is read where the plain one %s', async (_, status, body) => {
  const call = async (operation: 'listServers' | 'listServersDetail') =>
    operation === 'listServers' ? responseWith(status, { body }) : responseWith(200, { body: { servers: listed } })
  const list = await listNamed({ call }, 'web')
  expect(list.at('body/servers')).toEqual(listed)
})

test.each([
  [200, { servers: listed }, undefined],
  [200, { servers: [], servers_links: [{ rel: 'next', href: '/v2/t/servers?marker=a' }] }, undefined],
  [500, {}, 'servers.list.answers'],
  [200, { servers: {} }, 'servers.list.array'],
  [200, { servers: [{ name: 'web' }] }, 'servers.list.id'],
  [200, { servers: [{ id: 'a' }] }, 'servers.name'],
])('a response %i with %j is no complete list because of %s', (status, body, cause) => {
  expect(whyUnreadable(responseWith(status, { body }))).toBe(cause)
})
