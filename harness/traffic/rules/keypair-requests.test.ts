import { expect, test } from 'vitest'
import { RuleConversation } from './rule-conversation.fixture.ts'

const create = (conversation: RuleConversation, requested: object, returned: object, status = 200) =>
  conversation.call('createKeypair', {}, status, { keypair: returned }, { request: { keypair: requested } })

const show = (conversation: RuleConversation, name: string, keypair: object) =>
  conversation.call('showKeypair', { keypairName: name }, 200, { keypair }, { resource: name })

const key = { public_key: 'ssh-rsa A' }
const generated = { name: 'a', public_key: 'ssh-rsa B', private_key: '***' }

test('a keypair is created as it was requested', () => {
  const conversation = new RuleConversation()
  expect(create(conversation, { name: 'a' }, generated)).toEqual([])
  expect(create(conversation, { name: 'b', ...key }, { name: 'b', ...key })).toEqual([])
})

test('a key is registered under another name', () => {
  const conversation = new RuleConversation()
  expect(create(conversation, { name: 'c', ...key }, { name: 'b', ...key })).toEqual(['keypairs.create.imports'])
})

test('only the creation of a generated keypair returns a private key', () => {
  const conversation = new RuleConversation()
  expect(create(conversation, { name: 'a' }, { ...generated, private_key: null })).toEqual([
    'keypairs.create.private-key',
  ])
  expect(create(conversation, { name: 'b', ...key }, { name: 'b', ...key, private_key: '***' })).toEqual([
    'keypairs.create.private-key',
  ])
  expect(show(conversation, 'b', { name: 'b', private_key: '***' })).toEqual(['keypairs.create.private-key'])
  expect(show(conversation, 'b', { name: 'b', private_key: null })).toEqual([])
})

test('show returns the keypair in the path', () => {
  const conversation = new RuleConversation()
  expect(show(conversation, 'a b', { name: 'a b' })).toEqual([])
  expect(show(conversation, 'a', { name: 'ab' })).toEqual(['keypairs.unknown-refused'])
  create(conversation, { name: 'a' }, generated)
  expect(show(conversation, 'a', { name: 'ab' })).toEqual(['keypairs.show.by-name'])
})

test('a name is taken until its keypair is deleted', () => {
  const conversation = new RuleConversation()
  create(conversation, { name: 'a' }, generated)
  expect(create(conversation, { name: 'a' }, {}, 409)).toEqual([])
  expect(create(conversation, { name: 'a' }, generated)).toEqual(['keypairs.create.duplicate-refused'])
  conversation.call('deleteKeypair', { keypairName: 'a' }, 202, undefined, { resource: 'a' })
  expect(create(conversation, { name: 'a' }, generated)).toEqual([])
  conversation.wait(60_000)
  expect(create(conversation, { name: 'a' }, generated)).toEqual([])
})
