import { describe, expect, test } from 'vitest'
import { Conversation, created } from './conversation.fixture.ts'

describe('the oracle and invalid requests', () => {
  test('compares neither servers of others nor those that an invalid request created or changed', () => {
    const target = new Conversation()
    target.show()
    expect(target.show({ user_id: 'u2' })).toEqual([])
    target.create()
    target.show()
    target.call('updateServer', { resource: 's1', isInvalid: true, request: { server: { name: 7 } } }, 200)
    expect(target.show({ name: '7' })).toEqual([])
  })

  test.each([
    ['an invalid update', true, []],
    ['an update', false, ['servers.update.renames']],
  ])('blames a name that changes with %s that was rejected: %s', (_, isInvalid, contradictions) => {
    const target = created()
    target.show()
    target.call('updateServer', { resource: 's1', isInvalid, request: { server: { name: 'long'.repeat(80) } } }, 400)
    expect(target.show({ name: 'long' })).toEqual(contradictions)
  })
})
