import { describe, expect, test } from 'vitest'
import { created, grace } from './conversation.fixture.ts'

/** Nova builds a server again from the image that shelving made. */
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
})
