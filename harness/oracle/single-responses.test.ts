import { describe, expect, test } from 'vitest'
import { Conversation, created, grace } from './conversation.fixture.ts'

describe('the oracle', () => {
  test('notices a launch in the future, in any time zone', () => {
    expect(created().show({ 'OS-SRV-USG:launched_at': '2026-01-02T00:00:00.000000' })).toEqual([
      'servers.launched-at.set',
    ])
    expect(created().show({ 'OS-SRV-USG:launched_at': '2026-01-01T09:00:10.000000' })).toEqual([])
  })

  test('notices a keypair that was not created when it was requested, in any time zone', () => {
    const show = (createdAt: string) => {
      const target = new Conversation()
      target.call('createKeypair', { request: { keypair: { name: 'k' } } }, 200, { keypair: { name: 'k' } })
      const keypair = { name: 'k', created_at: createdAt }
      return target.call('showKeypair', { resource: 'k' }, 200, { keypair })
    }
    expect(show('1970-01-01T00:00:00.000000')).toEqual(['keypairs.created-at'])
    expect(show('2026-01-01T09:00:00.000000')).toEqual([])
  })

  test('notices a MAC address that changes, and not one of another address', () => {
    const addresses = (addr: string, mac: string) => ({
      addresses: { net: [{ addr, 'OS-EXT-IPS-MAC:mac_addr': mac, 'OS-EXT-IPS:type': 'fixed' }] },
    })
    const target = created()
    target.show(addresses('10.0.0.1', 'fa:16:3e:00:00:01'))
    expect(target.show(addresses('10.0.0.1', 'FA:16:3E:00:00:01'))).toEqual([])
    expect(target.show(addresses('10.0.0.1', 'fa:16:3e:00:00:02'))).toEqual(['servers.addresses.mac'])
  })

  test('notices links of a listed resource to another one', () => {
    const list = (href: string) =>
      new Conversation().call('listFlavors', {}, 200, { flavors: [{ id: 'f1', links: [{ rel: 'self', href }] }] })
    expect(list('http://host/v2/t/flavors/f1')).toEqual([])
    expect(list('http://host/v2/t/flavors/f1/')).toEqual([])
    expect(list('http://host/v2/t/flavors/f2')).toEqual(['conventions.links'])
  })

  test('notices two images at one location', () => {
    const target = created()
    const createImage = (location: string) =>
      target.act('createImage', { name: 'i' }, 202, { location: `http://host/images/${location}` })
    expect(createImage('i1')).toEqual([])
    expect(createImage('i2')).toEqual([])
    expect(createImage('i1')).toEqual(['images.create.location'])
  })

  test('notices a request id that an earlier response had', () => {
    const target = created()
    target.act('os-stop', null, 202, { requestId: 'req-a' })
    expect(target.act('os-start', null, 202, { requestId: 'req-a' })).toEqual(['conventions.request-id-unique'])
    expect(target.act('os-start', null, 202, { requestId: 'req-a' })).toEqual([])
  })

  test('notices a request id that an earlier rejection had, unless a cache may have kept it', () => {
    const reject = (status: number) => {
      const target = created()
      const response = { requestId: 'req-a' }
      return [...target.act('os-start', null, status, response), ...target.act('os-start', null, status, response)]
    }
    expect(reject(409)).toEqual(['conventions.request-id-unique'])
    expect(reject(404)).toEqual([])
  })

  describe('of the status', () => {
    const stopped = { status: 'SHUTOFF' }

    test('notices a running server that is shut off without a request', () => {
      const target = created()
      target.show()
      target.act('createImage', { name: 'i' })
      expect(target.show(stopped)).toEqual(['servers.state.legal-transitions'])
    })

    test('allows a slow stop', () => {
      const target = created()
      target.show()
      target.act('os-stop')
      expect(target.show({}, 10 * grace)).toEqual([])
      expect(target.show(stopped, 10 * grace)).toEqual([])
      expect(target.show({})).toEqual(['servers.state.legal-transitions'])
    })

    test('expects nothing after an action whose final status it does not know', () => {
      const target = created()
      target.show()
      target.act('reboot', { type: 'HARD' })
      target.show()
      expect(target.show(stopped, 10 * grace)).toEqual([])
    })
  })

  test('compares an attribute that was never changed with a list at once', () => {
    const target = created()
    target.show()
    target.detail({ key_name: null })
    expect(target.show()).toEqual(['servers.show.equals-detail'])
  })

  test('treats missing security groups as an empty set', () => {
    const target = created()
    target.show()
    expect(target.show({ status: 'SHUTOFF', security_groups: undefined })).toContain('groups.add.attaches')
  })
})
