import { describe, expect, test } from 'vitest'
import type { OperationId } from '#model'
import { Conversation, server } from './conversation.fixture.ts'

const flavorId = '0b1f6e2a-92c4-4a43-8f0e-0000000000f1'
const otherId = '0b1f6e2a-92c4-4a43-8f0e-0000000000f2'

const ask = (operation: OperationId, query: string, body: unknown, call: object = {}) =>
  new Conversation().call(operation, { query: new URLSearchParams(query), ...call }, 200, body)

describe('a list with the same element twice', () => {
  test.each([
    ['listAvailabilityZones', { availabilityZoneInfo: [{ zoneName: 'a' }, { zoneName: 'a' }] }, 'zones.name-unique'],
    ['listServerGroups', { server_groups: [{ id: 'g' }, { id: 'g' }] }, 'server-groups.list.answers'],
  ] as const)('violates a requirement: %s', (operation, body, requirement) => {
    expect(ask(operation, '', body)).toEqual([requirement])
  })

  test.each([
    ['was created once', [false], ['keypairs.list.answers']],
    ['was created twice', [false, true], []],
    ['belongs to another user', [], []],
  ])('which is a keypair that %s', (_, creations, violated) => {
    const conversation = new Conversation()
    const keypair = { keypair: { name: 'k' } }
    for (const isInvalid of creations) conversation.call('createKeypair', { request: keypair, isInvalid }, 200, keypair)
    const body = { keypairs: [keypair, keypair] }
    expect(conversation.call('listKeypairs', { query: new URLSearchParams() }, 200, body)).toEqual(violated)
  })
})

describe('a detailed list contradicts its parameters', () => {
  const listed = server({
    'OS-EXT-STS:vm_state': 'active',
    flavor: { id: flavorId },
    image: { id: flavorId },
    updated: '2026-01-01T00:00:00Z',
  })
  const detail = (query: string, changes: object = {}, call?: object) =>
    ask('listServersDetail', query, { servers: [{ ...listed, ...changes }] }, call)

  test.each([
    ['status=SHUTOFF', 'servers.detail.status'],
    ['status=ERROR&status=PAUSED', 'servers.detail.status'],
    [`flavor=${otherId}`, 'servers.detail.flavor'],
    [`image=${otherId}&limit=1`, 'servers.detail.image'],
    ['changes-since=2026-01-01T00:00:05Z', 'servers.detail.changes-since'],
  ])('with %s', (query, requirement) => {
    expect(detail(query)).toEqual([requirement])
    expect(detail(query, {}, { isInvalid: true })).toEqual([])
  })

  test.each([
    ['status=active', {}],
    ['status=SHUTOFF', { status: 'STOPPED' }],
    ['status=SHUTOFF&status=ACTIVE', {}],
    ['status=', {}],
    ['status=SHUTOFF', { status: 'PAUSED', 'OS-EXT-STS:vm_state': 'stopped' }],
    ['status=ASLEEP', {}],
    ['status=ACTIVE', { status: 'RESIZE', 'OS-EXT-STS:task_state': 'resize_prep' }],
    [`flavor=${flavorId}`, {}],
    ['flavor=m1.small', {}],
    [`image=${otherId}`, { image: '' }],
    ['changes-since=2026-01-01T00:00:00Z', {}],
    ['changes-since=2026-01-01T00:00:05', {}],
  ])('but not with %s and %j', (query, changes) => {
    expect(detail(query, changes)).toEqual([])
  })
})

describe('a detailed list has a server of the run that shows another value', () => {
  const listed = (query: string, changes: object, target = new Conversation()) =>
    target.call('listServersDetail', { query: new URLSearchParams(query) }, 200, { servers: [server(changes)] })
  const afterCreate = (request: object) => {
    const target = new Conversation()
    target.create(request)
    return target
  }

  test.each(['image', 'flavor'])('and not for lack of the filter by %s, with which it was created', (name) => {
    const shown = { [name]: { id: otherId }, 'OS-EXT-STS:vm_state': 'active' }
    const requirement = `servers.detail.${name}`
    expect(listed(`${name}=${flavorId}`, shown)).toContain(requirement)
    expect(listed(`${name}=${flavorId}`, shown, afterCreate({ [`${name}Ref`]: flavorId }))).not.toContain(requirement)
  })

  test('and for lack of the filter by flavor after it was resized', () => {
    const target = afterCreate({ flavorRef: flavorId })
    const resize = { resize: { flavorRef: otherId } }
    target.call('actOnServer', { kind: 'actOnServer resize', resource: 's1', request: resize }, 202)
    const shown = { flavor: { id: otherId }, 'OS-EXT-STS:vm_state': 'active' }
    expect(listed(`flavor=${flavorId}`, shown, target)).toContain('servers.detail.flavor')
    target.call('showServer', { resource: 's1' }, 200, { server: server({ flavor: { id: flavorId } }) })
    expect(listed(`flavor=${flavorId}`, shown, target)).not.toContain('servers.detail.flavor')
    const former = { ...shown, flavor: { id: flavorId } }
    expect(listed(`flavor=${otherId}`, former, target)).not.toContain('servers.detail.flavor')
  })

  test('and not for lack of a filter where a server shows by itself another value than it was created with', () => {
    const target = afterCreate({ flavorRef: flavorId })
    const shown = { id: 's2', flavor: { id: otherId }, 'OS-EXT-STS:vm_state': 'active' }
    expect(listed(`flavor=${flavorId}`, shown, target)).toContain('servers.detail.flavor')
    target.show({ flavor: { id: otherId } })
    expect(listed(`flavor=${flavorId}`, shown, target)).not.toContain('servers.detail.flavor')
    target.call('deleteServer', { resource: 's1' }, 204)
    expect(listed(`flavor=${flavorId}`, shown, target)).not.toContain('servers.detail.flavor')
  })

  test('and not for lack of a filter where the list shows another value than a server was created with', () => {
    const target = afterCreate({ flavorRef: flavorId })
    const wrong = { flavor: { id: otherId }, 'OS-EXT-STS:vm_state': 'active' }
    listed('', wrong, target)
    target.call('deleteServer', { resource: 's1' }, 204)
    expect(listed(`flavor=${flavorId}`, { ...wrong, id: 's2' }, target)).not.toContain('servers.detail.flavor')
  })
})

test.each(['listServers', 'listServersDetail'] as const)(
  'a page of %s begins with its marker or after it',
  (operation) => {
    const page = (...ids: readonly string[]) =>
      ask(operation, 'limit=2&marker=b', { servers: ids.map((id) => ({ id, name: id })) })
    expect(page('c', 'd')).toEqual([])
    expect(page('b', 'c')).toEqual([])
    expect(page('a', 'b')).toEqual([operation === 'listServers' ? 'servers.list.marker' : 'servers.detail.marker'])
  },
)

test.each([
  ['listServers', 'servers', 'servers.list.answers'],
  ['listServersDetail', 'servers', 'servers.detail.answers'],
  ['listFlavors', 'flavors', 'flavors.list.answers'],
  ['listFlavorsDetail', 'flavors', 'flavors.detail.answers'],
] as const)('%s with an element twice contradicts', (operation, member, requirement) => {
  const list = (...ids: readonly (string | number)[]) => ask(operation, '', { [member]: ids.map((id) => ({ id })) })
  expect(list('a', 'b')).toEqual([])
  expect(list(1, 1)).toEqual([])
  expect(list('a', 'b', 'a')).toEqual([requirement])
})

test('a list of flavors with less memory or disk than asked for contradicts', () => {
  const flavors = (query: string) => ask('listFlavorsDetail', query, { flavors: [{ id: 'f', ram: 1_024, disk: 20 }] })
  expect(flavors('minRam=1024&minDisk=20')).toEqual([])
  expect(flavors('minRam=1025')).toEqual(['flavors.detail.min-ram'])
  expect(flavors('minDisk=21')).toEqual(['flavors.detail.min-disk'])
  expect(flavors('minDisk=many')).toEqual([])
})
