import { describe, expect, test } from 'vitest'
import { RuleConversation } from './rule-conversation.fixture.ts'

const policies = ['anti-affinity']
const group = (changes: object = {}) => ({ id: 'g1', name: 'web', policies, members: [], ...changes })

/** A conversation about a server group that was created. */
function begin(returned: object = group(), requested: object = { name: 'web', policies }) {
  const conversation = new RuleConversation()
  const parameters = { serverGroupId: 'g1' }
  const created = conversation.call(
    'createServerGroup',
    {},
    200,
    { server_group: returned },
    {
      request: { server_group: requested },
    },
  )
  const show = (changes?: object) =>
    conversation.call('showServerGroup', parameters, 200, { server_group: group(changes) })
  const lacks = () => conversation.call('showServerGroup', parameters, 404)
  const list = (...groups: object[]) => conversation.call('listServerGroups', {}, 200, { server_groups: groups })
  const remove = () => conversation.call('deleteServerGroup', parameters, 204)
  return { conversation, created, show, lacks, list, remove }
}

describe('a server group', () => {
  test('is created as requested', () => {
    expect(begin().created).toEqual([])
    expect(begin(group({ name: 'w' })).created).toEqual(['server-groups.create.as-requested'])
  })

  test('is shown and listed with the name and policy of its creation', () => {
    const { show, list } = begin()
    expect(show()).toEqual([])
    expect(show({ name: 'w' })).toEqual(['server-groups.show.equals-create'])
    expect(list(group({ policies: ['affinity'] }))).toEqual(['server-groups.show.equals-create'])
    expect(show({ id: 'g2' })).toEqual(['server-groups.show.answers'])
  })

  test('is found once it should be known everywhere', () => {
    const { conversation, lacks, show } = begin()
    expect(lacks()).toEqual([])
    conversation.wait()
    expect(lacks()).toEqual(['server-groups.create.answers'])
    show()
    expect(lacks()).toEqual(['server-groups.show.answers'])
  })

  test('is in the whole list, but not in every page', () => {
    const { conversation, show, list } = begin()
    show()
    expect(list()).toEqual([])
    conversation.wait()
    expect(list(group({ id: 'g2' }))).toEqual(['server-groups.list.answers'])
    expect(conversation.list('listServerGroups', 'limit=1', 200, { server_groups: [] })).toEqual([])
  })

  test('is gone after its deletion', () => {
    const { conversation, show, list, lacks, remove } = begin()
    show()
    remove()
    expect(show()).toEqual([])
    conversation.wait()
    expect(lacks()).toEqual([])
    expect(list(group())).toEqual(['server-groups.delete.removes'])
    expect(show()).toEqual(['server-groups.delete.removes'])
    expect(remove()).toEqual(['server-groups.unknown-refused'])
  })

  test('may be deleted again where the first request may have had no effect', () => {
    const { conversation, remove } = begin()
    remove()
    conversation.wait()
    expect(remove()).toEqual([])
  })

  test('has the servers that were created with it', () => {
    const { conversation, show } = begin()
    conversation.create({}, { group: 'g1' })
    expect(show()).toEqual([])
    conversation.show({ status: 'ACTIVE' })
    expect(show()).toEqual([])
    conversation.wait()
    expect(show()).toEqual(['server-groups.members.created'])
    expect(show({ members: ['s1'] })).toEqual([])
    expect(show({ members: ['s1', 's1'] })).toEqual(['server-groups.members.created'])
  })

  test('does not have servers that were created without it, and may have those of others', () => {
    const { conversation, show } = begin()
    conversation.create()
    expect(show({ members: ['of-another-client'] })).toEqual([])
    expect(show({ members: ['s1'] })).toEqual(['server-groups.members.created'])
  })

  test('does not have servers that were deleted', () => {
    const { conversation, show } = begin()
    conversation.create({}, { group: 'g1' })
    conversation.call('deleteServer', { serverId: 's1' }, 204)
    expect(show({ members: ['s1'] })).toEqual([])
    conversation.call('showServer', { serverId: 's1' }, 404)
    expect(show({ members: ['s1'] })).toEqual([])
    conversation.wait()
    expect(show({ members: ['s1'] })).toEqual(['server-groups.members.deleted'])
  })
})
