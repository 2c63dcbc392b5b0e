import { describe, expect, test } from 'vitest'
import { created, grace } from './conversation.fixture.ts'

/** Nova rebuilds an unshelved server from the image that shelving created. */
describe('the oracle', () => {
  test('allows the image of a shelved server until the server is ACTIVE again', () => {
    const target = created({ imageRef: 'i1' })
    target.show({ image: { id: 'i1' } })
    target.act('unshelve')
    const spawning = { status: 'SHELVED_OFFLOADED', 'OS-EXT-STS:task_state': 'spawning', image: { id: 'shelved' } }
    expect(target.show(spawning, grace)).toEqual([])
    expect(target.show({ image: { id: 'i1' } }, grace)).toEqual([])
    expect(target.show({ image: { id: 'i2' } }, grace)).toEqual(['servers.create.image-used'])
  })

  test('allows another image after a server was shelved and unshelved', () => {
    const target = created()
    target.show({ image: { id: 'i1' } })
    target.act('shelve')
    target.act('unshelve')
    expect(target.show({ image: { id: 'i2' } }, grace)).toEqual([])
  })

  describe('of a server without a host', () => {
    const shelved = { status: 'SHELVED_OFFLOADED' }
    const shelve = (requested: object = {}) => {
      const target = created(requested)
      target.show({ 'OS-EXT-AZ:availability_zone': 'a' })
      target.show({ 'OS-EXT-AZ:availability_zone': 'a' }, grace)
      target.act('shelve')
      return target
    }

    test('notices attributes that it has lost with the host', () => {
      expect(shelve().show({ ...shelved, addresses: {} }, grace)).toEqual(['servers.addresses.per-port'])
      const withoutVolumes = { ...shelved, 'os-extended-volumes:volumes_attached': [] }
      expect(shelve().show(withoutVolumes, grace)).toEqual(['servers.volumes-attached.agrees'])
      expect(shelve().show({ ...shelved, key_name: null }, grace)).toEqual(['servers.create.key-name'])
    })

    test('allows that it has no zone, and the zone of the next host', () => {
      const target = shelve({ availability_zone: 'a' })
      expect(target.show({ ...shelved, 'OS-EXT-AZ:availability_zone': '' }, grace)).toEqual([])
      target.act('unshelve')
      expect(target.show({ 'OS-EXT-AZ:availability_zone': 'a' }, grace)).toEqual([])
    })

    test('notices groups that are still missing after it is unshelved', () => {
      const target = shelve()
      target.show({ ...shelved }, grace)
      target.act('unshelve')
      expect(target.show({ security_groups: [{ name: 'other' }] }, grace)).toEqual(['groups.add.attaches'])
    })
  })

  test('allows a server without an image, unless it had one', () => {
    const target = created({ imageRef: 'i1' })
    expect(target.show({ image: '' })).toEqual([])
    expect(target.show({ image: '' }, grace)).toEqual([])
    const other = created({ imageRef: 'i1' })
    other.show({ image: { id: 'i1' } })
    expect(other.show({ image: '' }, grace)).toEqual(['servers.create.image-used'])
  })
})
