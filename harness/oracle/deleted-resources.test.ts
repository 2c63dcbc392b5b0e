import { expect, test } from 'vitest'
import { type Conversation, created, grace, server } from './conversation.fixture.ts'

const list = (target: Conversation, servers: readonly object[], ms?: number) =>
  target.call('listServersDetail', {}, 200, { servers }, ms)

/** Returns a conversation in which a server was deleted and is no longer found. */
function deleted(): Conversation {
  const target = created()
  target.show()
  target.call('deleteServer', { resource: 's1' }, 204)
  target.call('showServer', { resource: 's1' }, 404)
  return target
}

test('a deleted server may be listed until every response has to know', () => {
  const target = deleted()
  expect(list(target, [server()])).toEqual([])
  expect(list(target, [server({ status: 'DELETED' })], grace)).toEqual([])
  expect(list(target, [server()], grace)).toEqual(['servers.delete.removes'])
})

test('a deleted server may be among the changes', () => {
  const target = deleted()
  const query = new URLSearchParams('changes-since=2026-01-01T00:00:00Z')
  expect(target.call('listServers', { query }, 200, { servers: [server()] }, 2 * grace)).toEqual([])
})

test('a server that is still being deleted may be shown and listed', () => {
  const target = created()
  target.show()
  target.call('deleteServer', { resource: 's1' }, 204)
  expect(target.show({}, 10 * grace)).toEqual([])
  expect(list(target, [server()], grace)).toEqual([])
})

test('a deleted server that is shown again, deleted again or used contradicts', () => {
  expect(deleted().show({}, 2 * grace)).toEqual(['servers.delete.removes'])
  const again = deleted()
  const repeat = () => again.call('deleteServer', { resource: 's1' }, 204, undefined, 2 * grace)
  expect(repeat()).toEqual(['servers.unknown-refused'])
  const stop = { kind: 'actOnServer os-stop', resource: 's1', request: { 'os-stop': null } }
  expect(deleted().call('actOnServer', stop, 202, undefined, 2 * grace)).toEqual(['servers.unknown-refused'])
})

test('a deleted keypair is gone at once, until one of its name is created', () => {
  const target = created()
  const show = (ms?: number) =>
    target.call('showKeypair', { resource: 'k' }, 200, { keypair: { name: 'k', fingerprint: 'aa' } }, ms)
  const create = () =>
    target.call('createKeypair', { request: { keypair: { name: 'k' } } }, 200, {
      keypair: { name: 'k', fingerprint: 'aa' },
    })
  create()
  target.call('deleteKeypair', { resource: 'k' }, 202)
  expect(show()).toEqual([])
  expect(show(grace)).toEqual(['keypairs.delete.removes'])
  const keypairs = { keypairs: [{ keypair: { name: 'k', fingerprint: 'aa' } }] }
  expect(target.call('listKeypairs', {}, 200, keypairs)).toEqual(['keypairs.delete.removes'])
  expect(target.call('deleteKeypair', { resource: 'k' }, 202)).toEqual(['keypairs.unknown-refused'])
  create()
  expect(show(2 * grace)).toEqual([])
})
