import { describe, expect, test } from 'vitest'
import { grace, RuleConversation } from './rule-conversation.fixture.ts'

const atRest = { status: 'ACTIVE', 'OS-EXT-STS:task_state': null, 'OS-EXT-STS:vm_state': 'active' }
const usual = {
  ...atRest,
  name: 'web',
  hostId: 'h1',
  accessIPv4: '',
  metadata: { purpose: 'test' },
  key_name: 'key',
  flavor: { id: 'f1' },
  security_groups: [{ name: 'default' }, { name: 'web' }],
}

/** A conversation about a server that was shown at rest, long after it was created. */
function begin() {
  const conversation = new RuleConversation()
  conversation.show(usual)
  conversation.wait(2 * grace)
  conversation.show(usual)
  const show = (changes: object = {}) => conversation.show({ ...usual, ...changes })
  const update = (server: object, shown: object = server, status = 200) => {
    const response = { server: { ...usual, ...shown } }
    return conversation.call('updateServer', { serverId: 's1' }, status, response, { request: { server } })
  }
  return { conversation, show, update }
}

const groups = (...names: readonly string[]) => ({ security_groups: names.map((name) => ({ name })) })

test('a resize needs another flavor', () => {
  expect(begin().conversation.act('resize', { flavorRef: 'f1' })).toEqual(['servers.resize.same-flavor-refused'])
  expect(begin().conversation.act('resize', { flavorRef: 'f1' }, 400)).toEqual([])
  expect(begin().conversation.act('resize', { flavorRef: 'f2' })).toEqual([])
})

describe('a security group', () => {
  test('that was added is shown, beside the others', () => {
    const { conversation, show } = begin()
    conversation.act('addSecurityGroup', { name: 'db' })
    expect(show(groups('default', 'web', 'db'))).toEqual([])
    expect(show(groups('default', 'web', 'db'))).toEqual([])
  })

  test('that was added without effect is reported once it must be visible', () => {
    const { conversation, show } = begin()
    conversation.act('addSecurityGroup', { name: 'db' })
    expect(show()).toEqual([])
    conversation.wait()
    expect(show()).toEqual(['groups.add.attaches'])
    expect(show()).toEqual([])
  })

  test('does not replace the others', () => {
    const { conversation, show } = begin()
    conversation.act('addSecurityGroup', { name: 'db' })
    expect(show(groups('db'))).toEqual(['groups.add.attaches'])
  })

  test('that was removed is gone, and the others are not', () => {
    const { conversation, show } = begin()
    conversation.act('removeSecurityGroup', { name: 'web' })
    expect(show(groups('default'))).toEqual([])
    conversation.act('removeSecurityGroup', { name: 'default' })
    conversation.wait()
    expect(show(groups('default'))).toEqual(['groups.remove.detaches'])
  })

  test('that a server does not have cannot be removed', () => {
    const { conversation } = begin()
    expect(conversation.act('removeSecurityGroup', { name: 'db' })).toEqual(['groups.remove.not-attached'])
  })

  test('that was added a moment ago may be missing in the response before', () => {
    const { conversation, show } = begin()
    conversation.act('addSecurityGroup', { name: 'db' })
    show()
    expect(conversation.act('removeSecurityGroup', { name: 'db' })).toEqual([])
  })

  test('that also removes others is reported', () => {
    const { conversation, show } = begin()
    conversation.act('removeSecurityGroup', { name: 'web' })
    expect(show({ security_groups: [] })).toEqual(['groups.remove.detaches'])
  })

  test('is not reported if the target shows no groups, or the request was rejected', () => {
    const conversation = new RuleConversation()
    conversation.show(atRest)
    conversation.act('addSecurityGroup', { name: 'db' })
    conversation.wait()
    expect(conversation.show(atRest)).toEqual([])
    const other = begin()
    other.conversation.act('addSecurityGroup', { name: 'db' }, 404)
    other.conversation.wait()
    expect(other.show()).toEqual([])
  })

  test('is not reported if another request or an unobserved client may have changed the server', () => {
    const { conversation, show } = begin()
    conversation.act('addSecurityGroup', { name: 'db' })
    conversation.act('unknown', {})
    conversation.wait()
    expect(show()).toEqual([])
    conversation.act('addSecurityGroup', { name: 'db' })
    conversation.wait(60_000)
    expect(show()).toEqual([])
  })
})

describe('an update', () => {
  test('changes what it names', () => {
    const { show, update } = begin()
    expect(update({ name: 'db' })).toEqual([])
    expect(show({ name: 'db' })).toEqual([])
  })

  test('changes nothing else', () => {
    const { show, update } = begin()
    update({ name: 'db' })
    expect(show({ name: 'db', metadata: {}, hostId: 'h2' })).toEqual([
      'servers.update.single-attribute',
      'servers.update.limited',
    ])
  })

  test('of a new server is compared at once, apart from what a new server shows late', () => {
    const conversation = new RuleConversation()
    conversation.create()
    const { security_groups: all, ...others } = usual
    const show = (changes: object) => conversation.show({ ...others, ...changes })
    const update = (name: string) =>
      conversation.call('updateServer', { serverId: 's1' }, 200, {}, { request: { server: { name } } })
    show({ ...groups('default'), hostId: '' })
    update('db')
    expect(show({ name: 'db', security_groups: all })).toEqual([])
    update('web')
    show({ name: 'web', ...groups('web') })
    expect(show({ name: 'web', ...groups('web') })).toEqual(['servers.update.single-attribute'])
    conversation.create()
    show({ security_groups: all })
    update('db')
    expect(show({ name: 'db', ...groups('web') })).toEqual(['servers.update.single-attribute'])
  })

  test('of an address is shown', () => {
    const { conversation, show, update } = begin()
    update({ accessIPv4: '203.0.113.7' })
    expect(show()).toEqual([])
    conversation.wait()
    expect(show()).toEqual(['servers.update.access-ipv4'])
  })

  test('gets a response with the new name and the same flavor', () => {
    const { show, update } = begin()
    update({ name: 'db' }, { name: 'web', flavor: { id: 'f2' } })
    expect(show({ name: 'db' })).toEqual(['servers.update.answer', 'servers.update.answer'])
  })

  test('may get a correct response although it has no effect', () => {
    const { show, update } = begin()
    update({ name: 'db', accessIPv4: '203.0.113.7' }, { name: 'web' })
    expect(show()).toEqual([])
  })

  test('that closely follows another one is reported once a second response shows the same', () => {
    const { show, update } = begin()
    update({ accessIPv4: '203.0.113.7' })
    show({ accessIPv4: '203.0.113.7' })
    update({ name: 'db' })
    expect(show({ name: 'db', accessIPv4: '' })).toEqual([])
    expect(show({ name: 'db', accessIPv4: '' })).toEqual(['servers.update.single-attribute'])
  })
})

describe('a deletion', () => {
  const remove = (conversation: RuleConversation, status = 204) =>
    conversation.call('deleteServer', { serverId: 's1' }, status)

  test('is under way while the server is busy', () => {
    const { conversation, show } = begin()
    remove(conversation)
    conversation.wait(10 * grace)
    expect(show({ 'OS-EXT-STS:task_state': 'deleting' })).toEqual([])
  })

  test('has no effect where the server is at rest long after', () => {
    const { conversation, show } = begin()
    remove(conversation)
    conversation.wait()
    expect(show()).toEqual([])
    conversation.wait()
    expect(show()).toEqual(['servers.delete.removes'])
  })

  test('may be rejected', () => {
    const { conversation, show } = begin()
    remove(conversation, 409)
    conversation.wait(10 * grace)
    expect(show()).toEqual([])
  })
})
