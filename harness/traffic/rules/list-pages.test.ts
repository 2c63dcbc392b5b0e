import { describe, expect, test } from 'vitest'
import type { OperationId } from '#model'
import { RuleConversation } from './rule-conversation.fixture.ts'

const servers = (...ids: string[]) => ({ servers: ids.map((id) => ({ id })) })
const attachments = (...ids: string[]) => ({ volumeAttachments: ids.map((volumeId) => ({ volumeId })) })

/** What a page contradicts between two readings of the whole list a, b, c. */
function findBetween(
  query: string,
  page: object,
  { operation = 'listServers', body = servers }: { operation?: OperationId; body?: (...ids: string[]) => object } = {},
) {
  const conversation = new RuleConversation()
  conversation.list(operation, '', 200, body('a', 'b', 'c'))
  conversation.wait().list(operation, query, 200, page)
  return conversation.list(operation, '', 200, body('a', 'b', 'c'))
}

describe('a page of a list', () => {
  test.each([
    ['limit=1', servers('a', 'b'), 'servers.list.limit'],
    ['limit=2', servers('b', 'c'), 'servers.list.limit'],
    ['marker=a', servers('c'), 'servers.list.marker'],
    ['marker=a', servers('a', 'b'), 'servers.list.marker'],
    ['marker=a&limit=1', servers('b', 'c'), 'servers.list.limit'],
    ['marker=a&limit=1', servers('c'), 'servers.list.marker'],
  ])('%s is that part of the whole list before and after it', (query, page, requirement) => {
    expect(findBetween(query, page)).toEqual([requirement])
  })

  test('with an offset leaves out so many', () => {
    const list = { operation: 'listVolumeAttachments', body: attachments } as const
    expect(findBetween('offset=1', attachments('a', 'b', 'c'), list)).toEqual(['attachments.list.offset'])
    expect(findBetween('offset=1&limit=1', attachments('b', 'c'), list)).toEqual(['attachments.list.limit'])
    expect(findBetween('offset=1&limit=1', attachments('b'), list)).toEqual([])
  })

  test.each([
    ['limit=2', servers('a', 'b')],
    ['limit=2', servers('b', 'a')],
    ['marker=a', servers('b', 'c')],
    // The document leaves open whether the marker itself belongs to the page.
    ['marker=b', servers('b', 'c')],
    ['limit=3', { ...servers('a'), servers_links: [{ rel: 'next' }] }],
    ['limit=1', servers('new')],
    ['marker=unknown', servers()],
    ['limit=0', servers('a', 'b', 'c')],
  ])('%s may be %j', (query, page) => {
    expect(findBetween(query, page)).toEqual([])
  })

  test('is not compared with a whole list that has an element twice', () => {
    const conversation = new RuleConversation()
    const list = servers('a', 'a', 'b')
    conversation.list('listServers', '', 200, list)
    conversation.wait().list('listServers', 'marker=a', 200, servers('b'))
    expect(conversation.list('listServers', '', 200, list)).toEqual(['servers.list.answers'])
  })

  test('may lack what the whole list has had for a short time only', () => {
    const conversation = new RuleConversation()
    conversation.list('listServers', '', 200, servers('a', 'b'))
    conversation.list('listServers', 'limit=1', 200, servers('b'))
    expect(conversation.list('listServers', '', 200, servers('a', 'b'))).toEqual([])
  })

  test('cannot begin earlier than it has to, whatever the whole list lacked before', () => {
    const conversation = new RuleConversation()
    conversation.list('listVolumeAttachments', '', 200, attachments('a', 'b'))
    conversation.list('listVolumeAttachments', 'offset=1&limit=1', 200, attachments('a'))
    const found = conversation.list('listVolumeAttachments', '', 200, attachments('a', 'b'))
    expect(found).toEqual(['attachments.list.offset'])
  })

  test('of a list that only operators change has everything at once', () => {
    const flavors = (...ids: string[]) => ({ flavors: ids.map((id) => ({ id })) })
    const conversation = new RuleConversation()
    conversation.list('listFlavors', '', 200, flavors('a', 'b'))
    conversation.list('listFlavors', 'marker=a', 200, flavors())
    expect(conversation.list('listFlavors', '', 200, flavors('a', 'b'))).toEqual(['flavors.list.marker'])
  })

  test('counts only between two readings of the same list', () => {
    const conversation = new RuleConversation()
    conversation.list('listServers', '', 200, servers('a', 'b'))
    conversation.wait().list('listServers', 'limit=1', 200, servers('b'))
    expect(conversation.list('listServers', 'name=x', 200, servers('a', 'b'))).toEqual([])
    expect(conversation.list('listServers', '', 200, servers('b', 'a'))).toEqual([])
    expect(conversation.list('listServers', '', 200, servers('a', 'b'))).toEqual([])
  })

  test('may have one more while a removal is not known everywhere', () => {
    const conversation = new RuleConversation()
    conversation.list('listVolumeAttachments', '', 200, attachments('a', 'b'))
    conversation.call('detachVolume', { serverId: 's1', volumeId: 'x' }, 202)
    conversation.list('listVolumeAttachments', 'offset=1', 200, attachments('a', 'b'))
    expect(conversation.list('listVolumeAttachments', '', 200, attachments('a', 'b'))).toEqual([])
  })
})
