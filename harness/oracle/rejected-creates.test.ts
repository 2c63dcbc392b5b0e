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

const createValid = (target: Conversation, status: number) =>
  target.call('createServer', { request: { server: { name, imageRef: 'i', flavorRef: 'f', networks: [] } } }, status)

test('a server that exists although a valid request was rejected violates what the response to it has to name', () => {
  const target = new Conversation()
  createValid(target, 409)
  expect(list(target, name)).toEqual(['servers.create.answers'])
})

test.each([
  ['by a quota', [403]],
  ['after an error that may have come after the work', [500, 400]],
  ['and accepted when it was sent again', [409, 202]],
])('but not where the valid request was rejected %s', (_, statuses) => {
  const target = new Conversation()
  for (const status of statuses) createValid(target, status)
  expect(list(target, name)).toEqual([])
})

test('nor where an earlier request with the name got no response', () => {
  const target = new Conversation()
  target.abandon('createServer', { server: { name } })
  createValid(target, 409)
  expect(list(target, name)).toEqual([])
})

const createKeypair = (target: Conversation, status: number, public_key = 'not a key') =>
  target.call('createKeypair', { request: { keypair: { name, public_key } }, isInvalid: true }, status)
const listKeypair = (target: Conversation) =>
  target.call('listKeypairs', {}, 200, { keypairs: [{ keypair: { name: 'other' } }, { keypair: { name } }] })

test('a keypair that is listed although its key was rejected violates that it is rejected, once', () => {
  const target = new Conversation()
  createKeypair(target, 400)
  expect(list(target, name)).toEqual([])
  expect(listKeypair(target)).toEqual(['keypairs.create.bad-key-refused'])
  expect(listKeypair(target)).toEqual([])
})

test('but not one whose name was taken, and so rejected', () => {
  const target = new Conversation()
  createKeypair(target, 409, 'ssh-rsa AAAAB3NzaC1yc2E= conformance')
  expect(listKeypair(target)).toEqual([])
})
