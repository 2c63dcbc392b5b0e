import { describe, expect, test } from 'vitest'
import { type Conversation, created, grace } from './conversation.fixture.ts'

describe('an attribute of a running server', () => {
  test('contradicts when the id of its host is lost', () => {
    const target = created()
    target.show({ hostId: '' })
    target.show({ hostId: 'h1' })
    expect(target.show({ hostId: 'h2' })).toEqual([])
    target.act('os-stop')
    expect(target.show({ hostId: '', status: 'SHUTOFF' }, grace)).toEqual([])
    target.act('os-start')
    expect(target.show({ hostId: '' }, grace)).toEqual(['servers.host-id'])
  })

  test('contradicts when the time of launch changes although no action was accepted', () => {
    const launched = (second: number) => ({ 'OS-SRV-USG:launched_at': `2026-01-01T00:00:${second}.000000` })
    const target = created()
    target.show(launched(10))
    target.act('os-start', null, 409)
    expect(target.show(launched(20), grace)).toEqual(['servers.launched-at.set'])
    const started = created()
    started.show(launched(10))
    started.act('reboot')
    started.show(launched(10), 10 * grace)
    expect(started.show(launched(20))).toEqual([])
  })

  test('contradicts when the response to an update shows a value that showServer does not', () => {
    const update = (shown: object) => {
      const target = created()
      target.show()
      const described = { server: { id: 's1', name: 'db', ...shown } }
      const call = { kind: 'updateServer', resource: 's1', request: { server: { name: 'db' } } }
      target.call('updateServer', call, 200, described, 2 * grace)
      return target.show({ name: 'db' })
    }
    expect(update({})).toEqual([])
    expect(update({ created: '2026-01-01T00:00:00Z' })).toEqual([])
    expect(update({ created: '2026-01-01T00:01:00Z' })).toEqual(['servers.update.answer'])
  })
})

describe('an attribute that a request changes', () => {
  const rename = (target: Conversation, status: number) =>
    target.call('updateServer', { resource: 's1', request: { server: { name: 'new' } } }, status)

  test('accepts the old and the new value until the change has shown', () => {
    const target = created()
    target.show()
    rename(target, 200)
    expect(target.show({ name: 'web' })).toEqual([])
    expect(target.show({ name: 'new' })).toEqual([])
    expect(target.show({ name: 'web' })).toEqual(['servers.update.renames'])
  })

  test('expects the old value after a rejection', () => {
    const target = created()
    target.show()
    rename(target, 400)
    expect(target.show({ name: 'new' })).toEqual(['servers.update.renames'])
  })

  test('expects nothing after a server error, until the effect would be visible', () => {
    const target = created()
    target.show()
    rename(target, 500)
    expect(target.show({ name: 'new' })).toEqual([])
    expect(target.show({ name: 'web' }, 2 * grace)).toEqual([])
    expect(target.show({ name: 'new' })).toEqual(['servers.update.renames'])
  })

  test('does not record the old value while a change may still become visible', () => {
    const target = created({}, 5 * grace)
    target.show()
    const request = { meta: { a: '2' } }
    target.call('setServerMetadata', { kind: 'setServerMetadata', resource: 's1', request }, 200)
    expect(target.show({ metadata: { a: '1' } }, 2 * grace)).toEqual([])
    expect(target.show({ metadata: { a: '2' } }, grace)).toEqual([])
    expect(target.show({ metadata: { a: '1' } })).toEqual(['metadata.set.creates'])
  })

  test('reports a lost pair of the create request as one of the creation, and one that was set later as one of that change', () => {
    const setting = { kind: 'setServerMetadata', resource: 's1', request: { meta: { b: '2' } } }
    const afterSet = (metadata: object) => {
      const target = created({ metadata: { a: '1' } })
      target.show({ metadata: { a: '1' } })
      target.call('setServerMetadata', setting, 200)
      target.show({ metadata: { a: '1', b: '2' } }, grace)
      return target.show({ metadata })
    }
    expect(afterSet({ a: '1' })).toEqual(['metadata.set.creates'])
    expect(afterSet({ b: '2' })).toEqual(['servers.create.metadata'])
  })

  test('reports a pair that was set later as one of that change although a pair of the create request was deleted', () => {
    const pair = (kind: 'setServerMetadata' | 'deleteServerMetadata', meta: object) =>
      target.call(kind, { kind, resource: 's1', request: { meta } }, kind === 'setServerMetadata' ? 200 : 204)
    const target = created({ metadata: { a: '1' } })
    target.show({ metadata: { a: '1' } })
    pair('deleteServerMetadata', { a: undefined })
    target.show({ metadata: {} }, grace)
    pair('setServerMetadata', { b: '2' })
    target.show({ metadata: { b: '2' } }, grace)
    expect(target.show({ metadata: {} })).toEqual(['metadata.set.creates'])
  })

  test.each([
    ['shelve', 'SHELVED_OFFLOADED', 'ACTIVE'],
    ['unshelve', 'ACTIVE', 'SHELVED_OFFLOADED'],
  ])('compares the status again once it shows the effect of %s', (action, status, other) => {
    const target = created()
    target.show()
    target.act(action)
    expect(target.show({ status })).toEqual([])
    target.act('reboot', null, 409)
    expect(target.show({ status: other })).toEqual(['servers.state.legal-transitions'])
  })

  test('compares the status again once it shows the effect of a stop after a reboot', () => {
    const target = created()
    const [running, stopped] = [{ status: 'ACTIVE' }, { status: 'SHUTOFF' }]
    target.act('reboot', { type: 'HARD' })
    target.show(running)
    target.act('os-stop')
    expect(target.show(stopped, 2 * grace)).toEqual([])
    expect(target.show(running)).toEqual(['servers.state.legal-transitions'])
  })

  test('does not compare the status after a stop during a reboot', () => {
    const target = created()
    target.act('reboot', { type: 'HARD' })
    target.act('os-stop')
    target.show({ status: 'SHUTOFF' })
    expect(target.show({ status: 'ACTIVE' })).toEqual([])
  })

  test('compares the groups of a server again as soon as it is shown after an update', () => {
    const target = created()
    target.show()
    target.call('updateServer', { kind: 'updateServer', resource: 's1', request: { server: { name: 'new' } } }, 200)
    expect(target.show({ name: 'new' }, 0)).toEqual([])
    target.act('reboot', { type: 'HARD' })
    expect(target.show({ name: 'new', security_groups: [{ name: 'other' }] })).toContain('groups.add.attaches')
  })

  test('reports nothing where an update or a reboot in progress may have lost the value', () => {
    const lostAfter = (...requests: ((target: Conversation) => unknown)[]) => {
      const target = created({ key_name: 'k1' })
      target.show()
      for (const send of requests) send(target)
      return target.show({ name: 'new', key_name: null }, grace)
    }
    const update = (target: Conversation) => rename(target, 200)
    const reboot = (target: Conversation) => target.act('reboot', { type: 'HARD' })
    expect(lostAfter(update)).toEqual(['servers.update.single-attribute'])
    expect(lostAfter(reboot, update)).toEqual([])
    expect(lostAfter(update, reboot)).toEqual([])
  })

  test('does not blame an update for what a server lacks once it is shown in another status', () => {
    const found = (...[earlier, later]: readonly [string, string]) => {
      const target = created({ key_name: 'k1' })
      target.act('reboot', { type: 'HARD' })
      target.show({ status: earlier })
      rename(target, 200)
      return target.show({ status: later, name: 'new', key_name: null }, grace)
    }
    expect(found('ACTIVE', 'SHUTOFF')).not.toContain('servers.update.single-attribute')
    expect(found('ACTIVE', 'ACTIVE')).toContain('servers.update.single-attribute')
  })

  test('does not report a different time of creation as a side effect of an update', () => {
    const target = created()
    target.show()
    target.call('updateServer', { kind: 'updateServer', resource: 's1', request: { server: { name: 'new' } } }, 200)
    const found = target.show({ name: 'new', created: '2001-01-01T00:00:00Z' }, grace)
    expect(found).toContain('servers.created-constant')
    expect(found).not.toContain('servers.update.single-attribute')
  })

  test('expects a volume until it is detached', () => {
    const target = created({}, 5 * grace)
    const both = [{ id: 'v1' }, { id: 'v2' }]
    target.show({ 'os-extended-volumes:volumes_attached': both })
    target.call('detachVolume', { kind: 'detachVolume', resource: 's1', request: { deleted: 'v2' } }, 202)
    expect(target.show({ 'os-extended-volumes:volumes_attached': both }, 2 * grace)).toEqual([])
    expect(target.show({}, grace)).toEqual([])
    expect(target.show({ 'os-extended-volumes:volumes_attached': [] })).toEqual(['servers.volumes-attached.agrees'])
  })

  test('waits for the effects of all changes of groups', () => {
    const target = created()
    target.show()
    target.act('addSecurityGroup', { name: 'a' })
    target.act('addSecurityGroup', { name: 'b' })
    expect(target.show({ security_groups: [{ name: 'default' }, { name: 'b' }] })).toEqual([])
    const both = [{ name: 'a' }, { name: 'b' }, { name: 'default' }]
    expect(target.show({ security_groups: both })).toEqual([])
    expect(target.show({ security_groups: [{ name: 'a' }] })).toEqual(['groups.add.attaches'])
  })
})
