import { expect, test } from 'vitest'
import { RuleConversation } from './rule-conversation.fixture.ts'

const create = (conversation: RuleConversation, asked: object, answered: object, status = 200) =>
  conversation.call('createKeypair', {}, status, { keypair: answered }, { request: { keypair: asked } })

const show = (conversation: RuleConversation, name: string, keypair: object) =>
  conversation.call('showKeypair', { keypairName: name }, 200, { keypair }, { resource: name })

test('a keypair is created as it was requested', () => {
  const conversation = new RuleConversation()
  expect(create(conversation, { name: 'a' }, { name: 'a', private_key: '***' })).toEqual([])
  expect(create(conversation, { name: 'b', public_key: 'ssh-rsa A' }, { name: 'b' })).toEqual([])
})

test('a keypair is created with another name', () => {
  const conversation = new RuleConversation()
  expect(create(conversation, { name: 'a' }, { name: 'b', private_key: '***' })).toEqual(['keypairs.create.generates'])
  expect(create(conversation, { name: 'c', public_key: 'ssh-rsa A' }, { name: 'b' })).toEqual([
    'keypairs.create.imports',
  ])
})

test('only the creation of a generated keypair returns a private key', () => {
  const conversation = new RuleConversation()
  expect(create(conversation, { name: 'a' }, { name: 'a' })).toEqual(['keypairs.create.private-key'])
  expect(create(conversation, { name: 'b', public_key: 'ssh-rsa A' }, { name: 'b', private_key: '***' })).toEqual([
    'keypairs.create.private-key',
  ])
  expect(show(conversation, 'b', { name: 'b', private_key: '***' })).toEqual(['keypairs.create.private-key'])
  expect(show(conversation, 'b', { name: 'b', private_key: null })).toEqual([])
})

test('show returns the keypair in the path', () => {
  const conversation = new RuleConversation()
  expect(show(conversation, 'a b', { name: 'a b' })).toEqual([])
  expect(show(conversation, 'a', { name: 'ab' })).toEqual(['keypairs.show.by-name'])
})

test('a name is taken until its keypair is deleted', () => {
  const conversation = new RuleConversation()
  const generated = { name: 'a', private_key: '***' }
  create(conversation, { name: 'a' }, generated)
  expect(create(conversation, { name: 'a' }, {}, 409)).toEqual([])
  expect(create(conversation, { name: 'a' }, generated)).toEqual(['keypairs.create.duplicate-refused'])
  conversation.call('deleteKeypair', { keypairName: 'a' }, 202, undefined, { resource: 'a' })
  expect(create(conversation, { name: 'a' }, generated)).toEqual([])
  conversation.wait(60_000)
  expect(create(conversation, { name: 'a' }, generated)).toEqual([])
})
