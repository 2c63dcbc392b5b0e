import { describe, expect, test } from 'vitest'
import { created, grace, server } from './conversation.fixture.ts'
import { Oracle } from './oracle.ts'

const withoutVolumes = { 'os-extended-volumes:volumes_attached': [] }

describe('the oracle', () => {
  test.each([
    ['created', { created: '1970-01-01T00:00:00Z' }, 'servers.created-constant'],
    ['user', { user_id: 't1' }, 'servers.user-id'],
    ['key', { key_name: null }, 'servers.create.key-name'],
    ['metadata', { metadata: {} }, 'servers.create.metadata'],
    ['name', { name: 'other' }, 'servers.update.renames'],
    ['flavor', { flavor: { id: 'f2' } }, 'servers.resize.changes-flavor'],
    ['groups', { security_groups: [{ name: 'x' }] }, 'groups.add.attaches'],
    ['volumes', { 'os-extended-volumes:volumes_attached': [] }, 'servers.volumes-attached.agrees'],
    ['addresses', { addresses: {} }, 'servers.addresses.per-port'],
    ['launch', { 'OS-SRV-USG:launched_at': null }, 'servers.launched-at.set'],
  ])('notices that the %s of a server is another after a stop', (_, changes, requirement) => {
    const target = created()
    expect(target.show()).toEqual([])
    target.act('os-stop')
    expect(target.show({ status: 'SHUTOFF', ...changes })).toEqual([requirement])
  })

  test.each([
    ['the name', { name: 'other' }, 'servers.update.renames'],
    ['the groups', { security_groups: [] }, 'groups.add.attaches'],
  ])('blames a resize that loses %s, and nothing where another request may have lost it', (_, changes, requirement) => {
    const shownAfter = (...actions: readonly string[]) => {
      const target = created()
      target.show()
      for (const action of actions) target.act(action, {})
      return target.show(changes)
    }
    expect(shownAfter('resize')).toEqual(['servers.resize.changes-flavor'])
    expect(shownAfter('os-stop', 'resize')).toEqual([])
    expect(shownAfter('os-stop')).toEqual([requirement])
  })

  test('reports a contradiction once', () => {
    const target = created()
    target.show()
    expect(target.show({ user_id: 'u2' })).toEqual(['servers.user-id'])
    expect(target.show({ user_id: 'u3' })).toEqual([])
  })

  test('allows metadata of the service to change, and to differ from the request', () => {
    const target = created({ metadata: { a: '1', login_username: 'root' } })
    target.show({ metadata: { a: '1', login_username: 'centos', monitoring_agent: 'sysmon' } })
    expect(target.show({ metadata: { a: '1', monitoring_agent: 'none' } })).toEqual([])
    expect(target.show({ metadata: { a: '2' } })).toEqual(['servers.create.metadata'])
  })

  test('compares attributes with the create request, and allows metadata that the service adds', () => {
    expect(created({ metadata: { a: '1' } }).show({ metadata: { a: '1', os: 'linux' } })).toEqual([])
    expect(created({ metadata: { a: '1' } }).show({ metadata: { a: '2' } })).toEqual(['servers.create.metadata'])
    expect(created({ key_name: 'k1' }).show({ key_name: null })).toEqual(['servers.create.key-name'])
  })

  test('names the exchange that showed the earlier value', () => {
    const oracle = new Oracle(grace)
    const query = new URLSearchParams()
    const call = { kind: '', resource: 's1', query, isAuthorized: true, isInvalid: false }
    const now = Date.parse('2026-01-01')
    const times = {
      sentAt: now,
      receivedAt: now,
      status: 200,
      date: undefined,
      requestId: undefined,
      location: undefined,
    }
    const request = { server: { key_name: 'k1' } }
    oracle.observe(
      { ...call, operation: 'createServer', request },
      { ...times, exchange: 7, body: { server: { id: 's1' } } },
    )
    const shown = { ...times, exchange: 8, body: { server: server({ key_name: 'k2' }) } }
    expect(oracle.observe({ ...call, operation: 'showServer', request: undefined }, shown)).toEqual([
      {
        requirement: 'servers.create.key-name',
        message: 'key_name differs from the create request (exchange 7), and no request in between could change it.',
        at: 'body/server/key_name',
        expected: 'k1 (exchange 7)',
        actual: 'k2',
      },
    ])
  })

  test('does not compare addresses, groups, volumes and the flavor while a task is in progress', () => {
    const target = created()
    target.show()
    expect(target.show({ 'OS-EXT-STS:task_state': 'rebooting', addresses: {}, security_groups: [] })).toEqual([])
  })

  test('allows addresses that are added', () => {
    const target = created()
    target.show({ addresses: {} })
    expect(target.show()).toEqual([])
  })

  describe('of the detailed list', () => {
    test('reports the list when showServer shows the same before and after it', () => {
      const target = created()
      target.show()
      expect(target.detail({ metadata: {} }, 2 * grace)).toEqual([])
      expect(target.show()).toEqual(['servers.show.equals-detail'])
    })

    test('reports the attribute when showServer agrees with the list', () => {
      const target = created()
      target.show()
      target.detail({ metadata: {} }, 2 * grace)
      expect(target.show({ metadata: {} })).toEqual(['servers.create.metadata'])
    })

    test('allows a list that lags behind', () => {
      const target = created()
      target.show()
      target.detail({ addresses: {} })
      expect(target.show()).toEqual([])
    })
  })

  test('reports a change of another attribute as a side effect of the update', () => {
    const update = { kind: 'updateServer', resource: 's1', request: { server: { name: 'db' } } }
    const target = created()
    target.show()
    target.call('updateServer', update, 200)
    expect(target.show({ name: 'db', key_name: null })).toEqual(['servers.update.single-attribute'])
    const stopped = created()
    stopped.show()
    stopped.call('updateServer', update, 200)
    stopped.act('os-stop')
    // Either of the two may have lost the key; a server that was only stopped, or only updated, shows which.
    expect(stopped.show({ name: 'db', key_name: null })).toEqual([])
  })

  test('reports a missing server that no request deleted, and not a deleted one', () => {
    const target = created()
    target.show()
    target.create({}, 's2')
    target.show({ addresses: {} }, 10, 's2')
    target.call('deleteServer', { resource: 's1' }, 204)
    expect(target.call('showServer', { resource: 's1' }, 404)).toEqual([])
    // A replica may not know a new server yet.
    expect(target.call('showServer', { resource: 's2' }, 404)).toEqual([])
    expect(target.call('showServer', { resource: 's2' }, 404, {}, 60_000)).toEqual(['servers.show.answers'])
  })

  test('allows the effect of a request of another tenant that was not rejected', () => {
    const target = created()
    target.show()
    target.call('deleteServer', { resource: 's1', isAuthorized: false }, 404)
    expect(target.show({ user_id: 'u2' })).toEqual(['servers.user-id'])
    target.call('deleteServer', { resource: 's1', isAuthorized: false }, 204)
    expect(target.call('showServer', { resource: 's1' }, 404)).toEqual([])
  })

  test('reports addresses that two servers have at the same time, and not one that was freed', () => {
    const target = created()
    target.show(withoutVolumes)
    target.create({}, 's2')
    expect(target.show(withoutVolumes, 10, 's2')).toEqual(['servers.addresses.per-port'])
    target.call('deleteServer', { resource: 's1' }, 204)
    target.create({}, 's3')
    target.call('deleteServer', { resource: 's2' }, 204)
    expect(target.show(withoutVolumes, 10, 's3')).toEqual([])
  })

  test('reports a server that was not created when it was requested', () => {
    expect(created().show({ created: '1970-01-01T00:00:00Z' })).toEqual(['servers.created'])
    expect(created().show({ created: '2027-01-01T00:00:00Z' })).toEqual(['servers.created'])
    expect(created().show({ created: '2026-01-01T00:04:00Z' })).toEqual([])
  })

  test('reports a list that keeps the old name', () => {
    const target = created()
    const list = (name: string, ms?: number) =>
      target.call('listServers', {}, 200, { servers: [{ id: 's1', name }] }, ms)
    target.show()
    list('web', 2 * grace)
    expect(target.show()).toEqual([])
    list('old', 2 * grace)
    expect(target.show()).toEqual(['servers.list.name-shown'])
  })

  test('accepts any response without an error', () => {
    const target = created()
    for (const body of [
      undefined,
      null,
      7,
      [],
      { server: null },
      { server: [] },
      { servers: [null, 7, { id: 's1' }] },
    ]) {
      expect(target.call('showServer', { resource: 's1' }, 200, body)).toEqual([])
      expect(target.call('listServersDetail', {}, 200, body)).toEqual([])
      expect(target.call('listKeypairs', {}, 200, { keypairs: body })).toEqual([])
    }
  })
})
