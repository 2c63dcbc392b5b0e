import { expect, test } from 'vitest'
import { RouteTrie } from './route-trie.ts'

const routes = new RouteTrie<string>()
for (const [method, path] of [
  ['GET', '/'],
  ['GET', '/servers'],
  ['GET', '/servers/detail'],
  ['GET', '/servers/:server'],
  ['PUT', '/servers/:server'],
  ['GET', '/servers/:server/parts/:part'],
  ['GET', '/servers/first/parts/none'],
  ['GET', '/:collection/first/end'],
  ['GET', '/slash/'],
] as const) {
  routes.add(method, path, `${method} ${path}`)
}

test.each([
  ['GET', '/', 'GET /'],
  ['GET', '/servers', 'GET /servers'],
  ['GET', '/servers/', undefined],
  ['GET', '/slash/', 'GET /slash/'],
  ['GET', '/slash', undefined],
  ['GET', '/servers/detail', 'GET /servers/detail'],
  ['PUT', '/servers/detail', 'PUT /servers/:server'],
  ['GET', '/servers/detailed', 'GET /servers/:server'],
  ['POST', '/servers/detail', undefined],
  ['GET', '/servers/first/parts/none', 'GET /servers/first/parts/none'],
  ['GET', '/servers/first/parts/one', 'GET /servers/:server/parts/:part'],
  ['GET', '/servers/first/end', 'GET /:collection/first/end'],
  ['GET', '/servers//parts/one', undefined],
  ['GET', '/%73ervers', undefined],
  ['GET', '/constructor', undefined],
  ['GET', '', undefined],
])('routes %s %s to %s', (method, path, operation) => {
  expect(routes.find(method, path)?.operation).toBe(operation)
})

test('decodes parameters, keeps malformed ones as they are, and returns an empty text for unknown names', () => {
  const route = routes.find('GET', '/servers/a%20b/parts/%zz')
  expect(['server', 'part', 'none'].map((name) => route?.param(name))).toEqual(['a b', '%zz', ''])
  expect(routes.find('GET', '/other/first/end')?.param('collection')).toBe('other')
})

test.each([
  ['/servers', ['GET']],
  ['/servers/detail', ['GET', 'PUT']],
  ['/servers/first', ['GET', 'PUT']],
  ['/servers/', []],
  ['/none', []],
  ['', []],
])('lists the methods of %j', (path, methods) => {
  expect(routes.methodsOf(path)).toEqual(methods)
})
