import { describe, expect, test } from 'vitest'
import { RuleConversation } from './rule-conversation.fixture.ts'

const serverId = 's1'

/** A conversation about the pairs of a server that was created with `a`. */
function begin() {
  const conversation = new RuleConversation()
  conversation.create({ metadata: { a: '1' } })
  const show = (metadata: object) => conversation.show({ metadata })
  const set = (key: string, value: string, returned = value) =>
    conversation.call(
      'setServerMetadata',
      { serverId, key },
      200,
      { meta: { [key]: returned } },
      {
        request: { meta: { [key]: value } },
      },
    )
  const remove = (key: string) => conversation.call('deleteServerMetadata', { serverId, key }, 204)
  const list = (metadata: object) => conversation.call('listServerMetadata', { serverId }, 200, { metadata })
  const item = (key: string, value: string) =>
    conversation.call('showServerMetadata', { serverId, key }, 200, { meta: { [key]: value } })
  const lacks = (key: string) => conversation.call('showServerMetadata', { serverId, key }, 404)
  return { conversation, show, set, remove, list, item, lacks }
}

describe('the pairs of a server', () => {
  test('have what was set, once a change is visible', () => {
    const { conversation, show, set } = begin()
    show({ a: '1' })
    expect(set('b', '2')).toEqual([])
    expect(show({ a: '1' })).toEqual([])
    conversation.wait()
    expect(show({ a: '1' })).toEqual(['metadata.set.creates'])
  })

  test('have the value that was set last', () => {
    const { conversation, show, set } = begin()
    show({ a: '1' })
    set('a', '2')
    conversation.wait()
    expect(show({ a: '1' })).toEqual(['metadata.set.changes'])
  })

  test('say whether a pair is new only where that is known', () => {
    const { conversation, show, set } = begin()
    set('b', '2')
    conversation.wait()
    expect(show({ a: '1' })).toEqual([])
  })

  test('say nothing about the second of two changes if the server did not show the first', () => {
    const { conversation, show, set } = begin()
    show({ a: '1' })
    set('b', '2')
    set('b', '3')
    conversation.wait()
    expect(show({ a: '1' })).toEqual([])
  })

  test('say nothing about a change after which another request was rejected', () => {
    const { conversation, show, set } = begin()
    show({ a: '1' })
    set('b', '2')
    conversation.call('setServerMetadata', { serverId, key: 'c' }, 400)
    conversation.wait()
    expect(show({ a: '1' })).toEqual([])
  })

  test('do not have what was deleted', () => {
    const { conversation, show, remove } = begin()
    show({ a: '1' })
    remove('a')
    expect(show({ a: '1' })).toEqual([])
    conversation.wait()
    expect(show({ a: '1' })).toEqual(['metadata.delete.removes'])
  })

  test.each([
    ['setting', 'metadata.set.keeps-others'],
    ['deleting', 'metadata.delete.keeps-others'],
  ])('stay when %s another one', (action, requirement) => {
    const { show, set, remove } = begin()
    show({ a: '1', b: '2' })
    if (action === 'setting') set('b', '3')
    else remove('b')
    expect(show({})).toEqual([requirement])
  })

  test('are listed as the server shows them before and after', () => {
    const { show, list } = begin()
    show({ a: '1' })
    expect(list({})).toEqual(['metadata.list.answers'])
    expect(list({ a: '1', other: 'x' })).toEqual([])
    expect(show({ a: '1' })).toEqual(['metadata.list.equals-show'])
  })

  test('may have changed between the list and the server', () => {
    const { show, list } = begin()
    show({ a: '1' })
    list({ a: '1', other: 'x' })
    expect(show({ a: '1', other: 'x' })).toEqual([])
  })

  test('are shown alone as the server shows them', () => {
    const { show, item, lacks } = begin()
    show({ a: '1' })
    expect(item('a', '2')).toEqual(['metadata.show.answers'])
    expect(lacks('a')).toEqual(['metadata.show.answers'])
    item('none', '')
    expect(show({ a: '1' })).toEqual(['metadata.unknown-refused'])
  })

  test('are in the response to a change', () => {
    expect(begin().set('a', '2', '1')).toEqual(['metadata.set.answer'])
  })

  test('are not compared after a request of which the effect is unknown', () => {
    const { conversation, show } = begin()
    show({ a: '1' })
    conversation.call('setServerMetadata', { serverId, key: 'a' }, 500, undefined, { request: { meta: { a: '2' } } })
    conversation.wait()
    expect(show({ a: '2' })).toEqual([])
    expect(show({})).toEqual([])
  })

  test('are not compared where the creation was not observed', () => {
    const conversation = new RuleConversation()
    const request = { meta: { a: '2' } }
    conversation.call('setServerMetadata', { serverId, key: 'a' }, 200, { meta: { a: '2' } }, { request })
    conversation.wait()
    expect(conversation.show({ metadata: {} })).toEqual([])
  })

  test('are not changed by a request that is rejected', () => {
    const { conversation, show } = begin()
    show({ a: '1' })
    conversation.call('setServerMetadata', { serverId, key: 'a' }, 401, undefined, {
      request: { meta: { a: '2' } },
      isAuthorized: false,
    })
    conversation.wait()
    expect(show({ a: '1' })).toEqual([])
  })
})
