import { describe, expect, test } from 'vitest'
import { RuleConversation } from './rule-conversation.fixture.ts'

const atRest = { 'OS-EXT-STS:task_state': null, 'OS-EXT-STS:vm_state': 'active' }
const updated = '2026-01-02T03:04:05Z'
const server = { name: 'web-1', status: 'ACTIVE', flavor: { id: 'f1' }, image: { id: 'i1' }, updated, ...atRest }

/** A conversation about a server that has shown the same for long enough, and that the list has. */
function begin() {
  const conversation = new RuleConversation()
  const list = (query: string, ...ids: string[]) =>
    conversation.list('listServers', query, 200, { servers: ids.map((id) => ({ id })) })
  conversation.create()
  conversation.show(server)
  conversation.wait()
  list('', 's1')
  return { conversation, list, show: () => conversation.show(server) }
}

describe('a filter', () => {
  test.each([
    ['name=web-1', 'servers.list.name'],
    ['name=eb', 'servers.list.name-regex'],
    ['name=^web.*1$', 'servers.list.name-regex'],
    ['status=ACTIVE', 'servers.list.status'],
    ['flavor=f1', 'servers.list.flavor'],
    ['image=i1', 'servers.list.image'],
    ['changes-since=2026-01-02T03:04:00Z', 'servers.list.changes-since'],
  ])('%s finds a server that has this before and after', (query, requirement) => {
    const { list, show } = begin()
    expect(list(query)).toEqual([])
    expect(show()).toEqual([requirement])
    list(query, 's1')
    expect(show()).toEqual([])
  })

  test.each([
    ['name=db', 'servers.list.name'],
    ['status=SHUTOFF', 'servers.list.status'],
    ['flavor=f2&limit=5', 'servers.list.flavor'],
    ['image=i2&name=web', 'servers.list.image'],
    ['changes-since=2026-01-02T03:04:10Z', 'servers.list.changes-since'],
  ])('%s leaves out a server that has something else before and after', (query, requirement) => {
    const { list, show } = begin()
    list(query)
    expect(show()).toEqual([])
    list(query, 's1')
    expect(show()).toEqual([requirement])
  })

  test('is to blame if the other one finds the server alone', () => {
    const { list, show } = begin()
    list('name=web&status=ACTIVE')
    expect(show()).toEqual([])
    list('name=web', 's1')
    list('name=web&status=ACTIVE')
    expect(show()).toEqual(['servers.list.status'])
  })

  test.each([
    ['is a page', 'name=web&limit=1'],
    ['has a time that may be rounded', 'changes-since=2026-01-02T03:04:06Z'],
    ['has a time without a zone', 'changes-since=2026-01-02T00:00:00'],
    ['has a pattern that may mean something else', 'name=w[e]b'],
    ['has a status that a filter may understand in another way', 'status=BUILD'],
    ['has several values', 'status=ACTIVE&status=SHUTOFF'],
  ])('says nothing about a server that is left out where the list %s', (_, query) => {
    const { list, show } = begin()
    list(query)
    expect(show()).toEqual([])
  })

  test('says nothing where the server may have changed', () => {
    const { conversation, list } = begin()
    list('status=ACTIVE')
    expect(conversation.show({ ...server, status: 'ERROR', 'OS-EXT-STS:vm_state': 'error' })).toEqual([])
    conversation.wait()
    list('status=ERROR')
    conversation.act('os-stop')
    expect(conversation.show({ ...server, status: 'ERROR', 'OS-EXT-STS:vm_state': 'error' })).toEqual([])
  })

  test('says nothing where no list has the server, or the list may be late', () => {
    const conversation = new RuleConversation()
    conversation.create()
    conversation.show(server)
    conversation.list('listServers', 'status=SHUTOFF', 200, { servers: [{ id: 's1' }] })
    expect(conversation.show(server)).toEqual([])
    conversation.wait()
    conversation.list('listServers', 'status=ACTIVE', 200, { servers: [] })
    expect(conversation.show(server)).toEqual([])
  })
})
