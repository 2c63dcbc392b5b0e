import { describe, expect, test } from 'vitest'
import { created, grace, server } from './conversation.fixture.ts'

const legal = 'servers.state.legal-transitions'
const busy = { 'OS-EXT-STS:task_state': 'something' }

describe('one response about a server contradicts', () => {
  const rested = (action?: string) => {
    const target = created()
    target.show()
    if (action) target.act(action, null, 409)
    return target
  }

  test.each(['REBOOT', 'HARD_REBOOT', 'PAUSED', 'RESCUE', 'REBUILD'])('with the status %s, once', (status) => {
    const target = rested('createImage')
    expect(target.show({ status, ...busy })).toEqual([legal])
    expect(target.show({ status, ...busy })).toEqual([])
  })

  test('but not when the server was not at rest before, or a request may have led there', () => {
    expect(created().show({ status: 'REBUILD', ...busy })).toEqual([])
    for (const action of ['reboot', 'os-stop', 'pause', 'os-resetState'])
      expect(rested(action).show({ status: 'PAUSED', ...busy })).toEqual([])
  })

  test.each(['BUILD', 'RESIZE', 'MIGRATING', 'SUSPENDED', 'asleep'])('and not with %s', (status) => {
    expect(rested().show({ status, ...busy })).toEqual([])
  })

  test('with an address that it has twice', () => {
    const [address] = server().addresses.net
    const twice = { addresses: { net: [address, address] } }
    const target = created()
    expect(target.show({ ...twice, ...busy })).toEqual([])
    expect(target.show(twice)).toEqual(['servers.addresses.per-port'])
    const elsewhere = { ...address, 'OS-EXT-IPS-MAC:mac_addr': 'fa:16:3e:00:00:02' }
    expect(created().show({ addresses: { net: [address], other: [elsewhere] } })).toEqual([])
  })

  test('with a MAC address that two ports have', () => {
    const [address] = server().addresses.net
    const addressIn = (number: number, type = 'fixed') => ({
      ...address,
      addr: `10.${number}.0.1`,
      'OS-EXT-IPS:type': type,
    })
    const show = (addresses: object, ports = 1) =>
      created({ networks: Array.from({ length: ports }, () => ({ uuid: 'n1' })) }).show({ addresses })
    expect(show({ net: [address], other: [addressIn(1)] })).toEqual(['servers.addresses.mac'])
    expect(show({ net: [address, addressIn(1)] }, 2)).toEqual(['servers.addresses.mac'])
    expect(show({ net: [address, { ...address, addr: 'fd00::1' }] }, 2)).toEqual([])
    // A port may have several addresses in its network, and a floating one.
    expect(show({ net: [address, addressIn(1)], other: [addressIn(2, 'floating')] })).toEqual([])
  })

  test('with times before the creation of the server', () => {
    const time = (changes: object) => created().show({ created: '2026-01-01T00:00:00Z', ...changes })
    expect(time({ updated: '2025-12-31T23:50:00Z' })).toEqual(['servers.updated-moves'])
    // The clocks of two hosts may differ.
    expect(time({ updated: '2025-12-31T23:59:57Z' })).toEqual([])
    const launched = (text: string) => time({ 'OS-SRV-USG:launched_at': text })
    expect(launched('2025-12-31T00:00:00.000000')).toEqual(['servers.launched-at.set'])
    expect(launched('2025-12-31T15:00:00.000000')).toEqual([])
  })

  test('with a link of its flavor that leads to another one, unless the id may be wrong', () => {
    const links = [{ rel: 'bookmark', href: 'http://h/t/flavors/f1' }]
    const show = (flavorRef: string, id: string) => created({ flavorRef }).show({ flavor: { id, links } })
    expect(show('f1', 'f1')).toEqual([])
    expect(show('f2', 'f2')).toEqual(['conventions.links'])
    expect(show('f1', 'f2')).toEqual(['servers.create.flavor-used'])
  })

  test('that shows another server, and nothing else', () => {
    const target = created({})
    target.show()
    const other = { server: server({ id: 's2', user_id: 'u2', key_name: 'k2' }) }
    expect(target.call('showServer', { resource: 's1' }, 200, other)).toEqual(['servers.show.answers'])
    expect(target.call('showServer', { resource: 'S1' }, 200, { server: server() })).toEqual([])
  })
})

describe('a server', () => {
  const networks = [{ uuid: 'n1' }]
  const groups = (request: object, ...names: readonly string[]) =>
    created({ networks, ...request }).show({ security_groups: names.map((name) => ({ name })) })

  test('without requested groups has the default one', () => {
    expect(groups({}, 'default')).toEqual([])
    expect(groups({}, 'web')).toEqual(['servers.create.default-group'])
    expect(groups({}, 'default', 'web')).toEqual(['servers.create.default-group'])
    expect(groups({})).toEqual([])
    expect(groups({ networks: [{ port: 'p1' }] }, 'web')).toEqual([])
    expect(groups({ networks: 'auto' }, 'web')).toEqual([])
  })

  test('keeps the other pairs of its metadata when one is set or deleted', () => {
    const target = created({ metadata: { a: '1', b: '2' } })
    const metadata = (pairs: object, ms?: number) => target.show({ metadata: pairs }, ms)
    const call = { resource: 's1' }
    metadata({ a: '1', b: '2' })
    target.call('setServerMetadata', { ...call, kind: 'setServerMetadata', request: { meta: { c: '3' } } }, 200)
    expect(metadata({ a: '1', b: '2', c: '3' })).toEqual([])
    target.call('deleteServerMetadata', { ...call, kind: 'deleteServerMetadata', request: { deleted: 'c' } }, 204)
    expect(metadata({ a: '1', b: '2' })).toEqual([])
    expect(metadata({}, grace / 2)).toEqual(['servers.create.metadata'])
  })
})
