import { expect, test } from 'vitest'
import { RouteTrie } from './route-trie.ts'

const tree = new RouteTrie<string>()
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
  tree.add(method, path, `${method} ${path}`)
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
  ['GET', '/constructor', undefined],
  ['GET', '', undefined],
])('%s %s leads to %s', (method, path, operation) => {
  expect(tree.find(method, path)?.operation).toBe(operation)
})

test('parameters are decoded, as far as they can be; others are empty', () => {
  const found = tree.find('GET', '/servers/a%20b/parts/%zz')
  expect(['server', 'part', 'none'].map((name) => found?.param(name))).toEqual(['a b', '%zz', ''])
  expect(tree.find('GET', '/other/first/end')?.param('collection')).toBe('other')
})
