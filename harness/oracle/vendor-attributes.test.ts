import { describe, expect, test } from 'vitest'
import { created, grace } from './conversation.fixture.ts'

const attributes = (isProtected: unknown, gigabytes: unknown = 0) => ({
  'NHN-EXT-ATTR:protect': isProtected,
  'NHN-EXT-ATTR:ephemeral_disk_size': gigabytes,
})

describe('the oracle', () => {
  test('notices a protection from deletion that no request has set', () => {
    const target = created()
    target.show(attributes(false))
    target.act('os-stop')
    expect(target.show({ ...attributes(true), status: 'SHUTOFF' }, grace)).toEqual(['servers.protect'])
  })

  test('notices another local disk, unless the server was resized or is busy', () => {
    const target = created()
    target.show(attributes(false))
    expect(target.show({ ...attributes(false, 10), 'OS-EXT-STS:task_state': 'powering-off' })).toEqual([])
    target.act('resize', { flavorRef: 'f2' })
    const resized = { ...attributes(false, 20), flavor: { id: 'f2' } }
    expect(target.show(resized, grace)).toEqual([])
    expect(target.show({ ...resized, ...attributes(false, 10) })).toEqual(['servers.ephemeral-disk-size'])
  })

  test('compares neither where a target has none, or another type', () => {
    const target = created()
    target.show(attributes(undefined, null))
    expect(target.show(attributes('false', '0'))).toEqual([])
    expect(target.show(attributes(true, 10))).toEqual([])
  })
})
