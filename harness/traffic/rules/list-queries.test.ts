import { describe, expect, test } from 'vitest'
import { RuleConversation } from './rule-conversation.fixture.ts'

describe('the parameters of a list', () => {
  test.each([
    ['listServers', 'limit=many', 'servers.list.bad-query-refused'],
    ['listServersDetail', 'limit=-1', 'servers.detail.bad-query-refused'],
    ['listServers', 'changes-since=yesterday', 'servers.list.bad-query-refused'],
    ['listFlavors', 'minDisk=large', 'flavors.list.bad-query-refused'],
    ['listVolumeAttachments', 'offset=x', 'attachments.bad-query-refused'],
  ] as const)('%s?%s has to be rejected', (operation, query, requirement) => {
    expect(new RuleConversation().list(operation, query, 200)).toEqual([requirement])
    expect(new RuleConversation().list(operation, query, 400)).toEqual([])
  })

  test.each([
    'limit=10',
    'limit=',
    'limit=0',
    'changes-since=2026-01-01T00:00:00Z',
    'changes-since=2026-01-01',
    'sort_key=x',
  ])('listServers?%s may be accepted', (query) => {
    expect(new RuleConversation().list('listServers', query, 200)).toEqual([])
  })

  test.each([
    ['limit=', 500, '', 'servers.list.bad-query-refused'],
    ['name=a&x-unknown=1', 400, 'name=a', 'conventions.unknown-parameters-ignored'],
    ['limit=1000', 400, '', 'servers.list.page-size'],
    ['changes-since=2026-01-01T00:00:00', 400, '', 'servers.list.changes-since-form'],
    ['name=none', 404, '', 'servers.list.answers'],
  ])(
    'listServers?%s should not be rejected with %i where %j is there before and after',
    (query, status, twin, found) => {
      const conversation = new RuleConversation()
      expect(conversation.list('listServers', query, status)).toEqual([])
      conversation.list('listServers', twin, 200)
      expect(conversation.list('listServers', query, status)).toEqual([])
      expect(conversation.list('listServers', 'flavor=f', 200)).toEqual([])
      expect(conversation.list('listServers', twin, 200)).toEqual([found])
      expect(conversation.list('listServers', twin, 200)).toEqual([])
    },
  )

  test.each([
    ['limit=', 400],
    ['limit=1001', 400],
    ['limit=1000', 503],
    ['marker=none', 404],
    ['sort_key=none', 400],
  ])('listServers?%s may be rejected with %i', (query, status) => {
    const conversation = new RuleConversation()
    conversation.list('listServers', '', 200)
    conversation.list('listServers', query, status)
    expect(conversation.list('listServers', '', 200)).toEqual([])
  })

  test('are those of one server where the list is', () => {
    const conversation = new RuleConversation()
    const list = (query: string, status: number, serverId: string) =>
      conversation.list('listVolumeAttachments', query, status, undefined, { serverId })
    list('', 200, 's1')
    list('offset=5', 404, 's1')
    expect(list('', 200, 's2')).toEqual([])
    expect(list('', 200, 's1')).toEqual(['attachments.list.answers'])
  })
})

test('the versions of the document are listed where others are', () => {
  const list = (...ids: string[]) =>
    new RuleConversation().call('listVersions', {}, 200, { versions: ids.map((id) => ({ id })) })
  expect(list('v2.0', 'v2.1')).toEqual([])
  expect(list('v2.1')).toEqual(['versions.v2'])
  expect(list('v2.0')).toEqual(['versions.v21'])
  expect(list()).toEqual([])
})
