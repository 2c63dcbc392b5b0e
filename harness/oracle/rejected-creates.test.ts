import { expect, test } from 'vitest'
import { Conversation } from './conversation.fixture.ts'

const name = 'conformance-a1-foreign-1'
const create = (target: Conversation, server: object, status: number) =>
  target.call(
    'createServer',
    { request: { server: { imageRef: 'i', networks: [], ...server } }, isInvalid: true },
    status,
  )
const list = (target: Conversation, ...names: readonly string[]) =>
  target.call('listServers', {}, 200, { servers: names.map((each, index) => ({ id: `x${index}`, name: each })) })

test('a server that exists although its request was rejected violates what wanted the rejection, once', () => {
  const target = new Conversation()
  create(target, { name }, 400)
  expect(list(target, 'other')).toEqual([])
  expect(list(target, 'other', name)).toEqual(['servers.create.flavor-required'])
  expect(list(target, name)).toEqual([])
})

test.each([
  ['a name that others may use', { name: 'web' }, 400],
  ['an error of the service', { name }, 500],
  ['a valid request', { name, flavorRef: 'f' }, 403],
])('but not after %s', (_, server, status) => {
  const target = new Conversation()
  create(target, server, status)
  expect(list(target, 'web', name)).toEqual([])
})

test('nor when the request was accepted later', () => {
  const target = new Conversation()
  create(target, { name }, 400)
  create(target, { name, flavorRef: 'f' }, 202)
  expect(list(target, name)).toEqual([])
})
