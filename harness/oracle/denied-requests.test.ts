import { describe, expect, test } from 'vitest'
import type { OperationId } from '#model'
import { type Conversation, created, grace } from './conversation.fixture.ts'
import type { ObservedCall } from './observation.ts'

const foreign = { resource: 's1', isAuthorized: false, deniedBy: 'access.tenant-isolation' } as const

/** A request of another tenant, which is rejected. */
const denied = (conversation: Conversation, operation: OperationId, call: Partial<ObservedCall> = {}) =>
  conversation.call(operation, { ...foreign, ...call }, 404)

const shown = (): Conversation => {
  const conversation = created()
  conversation.show()
  return conversation
}

describe('a rejected request without access', () => {
  test('is to blame for a change that it asked for', () => {
    const renamed = shown()
    denied(renamed, 'updateServer', { request: { server: { name: 'foreign' } } })
    expect(renamed.show({ name: 'foreign' })).toEqual(['access.tenant-isolation'])
    const stopped = shown()
    denied(stopped, 'actOnServer', { kind: 'actOnServer os-stop', request: { 'os-stop': null } })
    expect(stopped.show({ status: 'SHUTOFF' })).toEqual(['access.tenant-isolation'])
  })

  test('is to blame for a deletion', () => {
    const conversation = shown()
    denied(conversation, 'deleteServer', { deniedBy: 'access.token-required' })
    const missing = () => conversation.call('showServer', { resource: 's1' }, 404, undefined, 2 * grace)
    expect([missing(), missing()]).toEqual([['access.token-required'], []])
  })

  test('is not to blame for another change', () => {
    const conversation = shown()
    denied(conversation, 'updateServer', { request: { server: { name: 'foreign' } } })
    expect(conversation.show({ name: 'third' })).toEqual(['servers.update.renames'])
  })

  test('is not to blame once the own tenant has changed the server', () => {
    const conversation = shown()
    denied(conversation, 'deleteServer')
    conversation.call('updateServer', { resource: 's1', request: { server: { name: 'own' } } }, 200)
    conversation.show({ name: 'own' })
    const missing = conversation.call('showServer', { resource: 's1' }, 404, undefined, 2 * grace)
    expect(missing).toEqual(['servers.show.answers'])
  })

  test('is not to blame where another rejected request may have had the effect', () => {
    const conversation = shown()
    denied(conversation, 'actOnServer', { kind: 'actOnServer os-stop', request: { 'os-stop': null } })
    const reboot = { resource: 's1', kind: 'actOnServer reboot', request: { reboot: { type: 'X' } } }
    conversation.call('actOnServer', reboot, 400)
    expect(conversation.show({ status: 'SHUTOFF' })).toEqual(['servers.state.legal-transitions'])
  })

  test('changes nothing where it has no effect', () => {
    const conversation = shown()
    denied(conversation, 'updateServer', { request: { server: { name: 'foreign' } } })
    denied(conversation, 'deleteServer')
    expect([conversation.show(), conversation.show({}, 2 * grace)]).toEqual([[], []])
  })
})

describe('a status after a reboot', () => {
  const busy = { status: 'HARD_REBOOT', 'OS-EXT-STS:task_state': 'rebooting_hard' }

  const rebooted = (): Conversation => {
    const conversation = shown()
    conversation.act('reboot', { type: 'HARD' })
    return conversation
  }

  test('is compared with later ones once the reboot was shown, and then its end', () => {
    const conversation = rebooted()
    expect([conversation.show(busy), conversation.show()]).toEqual([[], []])
    expect(conversation.show({ status: 'SHUTOFF' })).toEqual(['servers.state.legal-transitions'])
  })

  test('may change where the reboot was never shown', () => {
    const conversation = rebooted()
    expect([conversation.show(), conversation.show({ status: 'SHUTOFF' })]).toEqual([[], []])
  })

  test('may be an outdated one from before the reboot', () => {
    const conversation = created()
    conversation.show({ status: 'SHUTOFF' })
    conversation.act('reboot', { type: 'HARD' })
    const reads = [busy, { status: 'SHUTOFF' }, busy, {}].map((changes) => conversation.show(changes))
    expect(reads).toEqual([[], [], [], []])
  })

  test('may follow from another action that was accepted, too', () => {
    const conversation = rebooted()
    conversation.act('os-stop')
    const reads = [busy, {}, { status: 'SHUTOFF' }].map((changes) => conversation.show(changes))
    expect(reads).toEqual([[], [], []])
  })
})
