import { describe, expect, test } from 'vitest'
import { Conversation, created, grace } from './conversation.fixture.ts'

describe('a list', () => {
  const list = (target: Conversation, query: string, ids: readonly string[], ms?: number, links?: object) =>
    target.call(
      'listServers',
      { query: new URLSearchParams(query) },
      200,
      { servers: ids.map((id) => ({ id, name: 'web' })), ...links },
      ms,
    )

  test('contradicts when it leaves out a server that was shown long enough ago', () => {
    const target = created()
    target.show()
    expect(list(target, '', [])).toEqual([])
    expect(list(target, '', ['s1'], grace)).toEqual([])
    expect(list(target, '', ['other'], grace)).toEqual(['servers.list.answers'])
    expect(list(target, 'limit=1', ['other'], grace)).toEqual([])
    expect(list(target, '', ['other'], grace, { servers_links: [{ rel: 'next', href: '/' }] })).toEqual([])
  })

  test('may leave out a server when it may be the first of several pages', () => {
    const target = created()
    target.show()
    const others = Array.from({ length: 100 }, (_, index) => `other-${index}`)
    expect(list(target, '', others, grace)).toEqual([])
    expect(list(target, '', others.slice(1), grace)).toEqual(['servers.list.answers'])
  })

  test('may leave out a server that is being deleted', () => {
    const target = created()
    target.show()
    target.call('deleteServer', { resource: 's1' }, 204)
    expect(list(target, '', [], grace)).toEqual([])
  })

  test.each([
    ['flavor=f2&status=ACTIVE', 'servers.list.flavor'],
    ['image=i2', 'servers.list.image'],
    ['name=db', 'servers.list.name'],
  ])('contradicts when %s leaves in a server that was created with another value', (query, requirement) => {
    const target = created({ name: 'web', flavorRef: 'f1', imageRef: 'i1' })
    expect(list(target, query, ['s1'])).toEqual([])
    target.show({ image: { id: 'i1' } })
    expect(list(target, query, ['s1'])).toEqual([requirement])
    expect(list(target, 'flavor=f1&image=i1&name=we', ['s1'])).toEqual([])
  })

  test('may have a server whose value was changed, or that a regular expression matches', () => {
    const target = created({ name: 'web', flavorRef: 'f1' })
    target.act('resize', { flavorRef: 'f2' })
    expect(list(target, 'flavor=f2', ['s1'])).toEqual([])
    expect(list(target, 'name=^d.$', ['s1'])).toEqual([])
    target.call('updateServer', { kind: 'updateServer', resource: 's1', request: { server: { name: 'db' } } }, 200)
    expect(list(target, 'name=db', ['s1'])).toEqual([])
  })

  test('may have a server whose name differs from an earlier response, if the new one matches', () => {
    const target = created({ name: 'db' })
    target.show({ name: 'db' })
    expect(list(target, 'name=we', ['s1'])).toEqual([])
    const body = { servers: [{ id: 's1', name: 'db' }] }
    expect(target.call('listServers', { query: new URLSearchParams('name=we') }, 200, body)).toEqual([
      'servers.list.name',
    ])
  })

  test('contradicts when it has more elements than its limit', () => {
    expect(list(created(), 'limit=1', ['s1', 's2'])).toEqual(['servers.list.limit'])
  })

  test('of keypairs must have each one that a response showed', () => {
    const target = new Conversation()
    target.call('createKeypair', { request: { keypair: { name: 'k1' } } }, 200, { keypair: { name: 'k1' } })
    target.call('showKeypair', { resource: 'k1' }, 200, { keypair: { name: 'k1' } })
    expect(target.call('listKeypairs', {}, 200, { keypairs: [] })).toEqual([])
    expect(target.call('listKeypairs', {}, 200, { keypairs: [] }, 2 * grace)).toEqual(['keypairs.list.answers'])
  })
})
