import { describe, expect, test } from 'vitest'
import { Conversation, created, grace } from './conversation.fixture.ts'

const long = 2 * grace

describe('a value of a create request', () => {
  test.each([
    ['the name', { name: 'web-1' }, 'servers.create.name-shown'],
    ['the flavor', { flavorRef: 'f2' }, 'servers.create.flavor-used'],
    ['the image', { imageRef: 'i2' }, 'servers.create.image-used'],
    ['the zone', { availability_zone: 'b' }, 'servers.create.zone'],
    [
      'a security group',
      { networks: [{ uuid: 'n' }], security_groups: [{ name: 'default' }, { name: 'web' }] },
      'servers.create.security-groups',
    ],
  ])('is %s of the server that it created', (_, request, requirement) => {
    const shown = { image: { id: 'i1' }, 'OS-EXT-AZ:availability_zone': 'a' }
    expect(created(request).show(shown)).toEqual([requirement])
  })

  test.each([
    ['with blanks around the name', { name: ' web ' }],
    ['of several servers', { name: 'other', min_count: 2 }],
    ['with the flavor as a link', { flavorRef: 'http://nova/v2/flavors/f1' }],
    ['with the groups of a port', { networks: [{ port: 'p' }], security_groups: [{ name: 'web' }] }],
    [
      'with the id of a group',
      { networks: [{ uuid: 'n' }], security_groups: [{ name: '0f6a7e1c-6d5f-4c0e-9a55-2f1d0f1c9b3a' }] },
    ],
    ['with a host in the zone', { availability_zone: 'a:host-1' }],
  ])('agrees with the server: %s', (_, request) => {
    const shown = { 'OS-EXT-AZ:availability_zone': 'a' }
    expect(created(request).show(shown)).toEqual([])
  })

  test('does not count against the creation when the server loses it later', () => {
    const conversation = created({ networks: [{ uuid: 'n' }], security_groups: [{ name: 'web' }] })
    conversation.show({ security_groups: [{ name: 'default' }, { name: 'web' }] })
    expect(conversation.show()).toEqual(['groups.add.attaches'])
  })

  test('is not compared after a request to change it', () => {
    const conversation = created({ name: 'web' })
    conversation.call('updateServer', { resource: 's1', request: { server: { name: 'new' } } }, 200)
    expect(conversation.show({ name: 'new' }, long)).toEqual([])
  })
})

describe('an accepted request', () => {
  const update = (conversation: Conversation, server: object, status = 200) =>
    conversation.call('updateServer', { resource: 's1', request: { server } }, status)
  const groups = (...names: readonly string[]) => ({ security_groups: names.map((name) => ({ name })) })

  test('to rename a server has a visible effect by the time a change must be visible', () => {
    const conversation = created()
    update(conversation, { name: 'new' })
    expect(conversation.show({ name: 'web' })).toEqual([])
    expect(conversation.show({ name: 'web' }, long)).toEqual(['servers.update.renames'])
  })

  test('may take longer to become visible than responses may differ', () => {
    const conversation = new Conversation(4 * grace)
    conversation.create()
    update(conversation, { name: 'new' })
    expect(conversation.show({ name: 'web' }, 2 * grace)).toEqual([])
    expect(conversation.show({ name: 'new' }, grace)).toEqual([])
    expect(conversation.show({ name: 'web' }, grace)).toEqual(['servers.update.renames'])
  })

  test('to add or to remove a security group has a visible effect', () => {
    const conversation = created()
    conversation.act('addSecurityGroup', { name: 'db' })
    expect(conversation.show(groups('default'), long)).toEqual(['groups.add.attaches'])

    const other = created()
    other.show(groups('default', 'db'))
    other.act('removeSecurityGroup', { name: 'db' })
    expect(other.show(groups('default', 'db'), long)).toEqual(['groups.remove.detaches'])
  })

  test.each([
    ['it was rejected', (conversation: Conversation) => update(conversation, { name: 'new' }, 409)],
    ['it does not name the attribute', (conversation: Conversation) => update(conversation, { accessIPv4: '1.2.3.4' })],
    [
      'another one followed before its effect was visible',
      (conversation: Conversation) => {
        update(conversation, { name: 'new' })
        update(conversation, { name: 'web' })
      },
    ],
    [
      'a resize follows, which may have taken the group away',
      (conversation: Conversation) => {
        conversation.act('addSecurityGroup', { name: 'db' })
        conversation.act('resize', { flavorRef: 'f1' })
      },
    ],
    [
      'a resize went before, whose end may take the group away',
      (conversation: Conversation) => {
        conversation.act('resize', { flavorRef: 'f1' })
        conversation.act('addSecurityGroup', { name: 'db' })
      },
    ],
    [
      'the group is named by its id',
      (conversation: Conversation) =>
        conversation.act('addSecurityGroup', { name: '0f6a7e1c-6d5f-4c0e-9a55-2f1d0f1c9b3a' }),
    ],
  ])('promises nothing when %s', (_, request) => {
    const conversation = created()
    conversation.show({ name: 'web' })
    request(conversation)
    expect(conversation.show({ name: 'web' }, long)).toEqual([])
  })
})
