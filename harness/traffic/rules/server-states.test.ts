import { describe, expect, test } from 'vitest'
import { RuleConversation } from './rule-conversation.fixture.ts'

const vmStates: Readonly<Record<string, string>> = {
  ACTIVE: 'active',
  SHUTOFF: 'stopped',
  ERROR: 'error',
  SHELVED: 'shelved',
  SHELVED_OFFLOADED: 'shelved_offloaded',
  VERIFY_RESIZE: 'resized',
}

/** A conversation about a server that was created and is shown at rest. */
function begin(status = 'ACTIVE') {
  const conversation = new RuleConversation()
  conversation.create()
  const show = (shown: string, task: string | null = null) =>
    conversation.show({ status: shown, 'OS-EXT-STS:task_state': task, 'OS-EXT-STS:vm_state': vmStates[shown] })
  show(status)
  return { conversation, show }
}

describe('an accepted action', () => {
  test.each([
    ['shelve', 'SHUTOFF'],
    ['unshelve', 'SHELVED'],
  ])('may be %s of a server that is %s, which the document forbids and Nova does not', (action, status) => {
    expect(begin(status).conversation.act(action)).toEqual([])
  })

  test('leads where it should', () => {
    const { conversation, show } = begin()
    conversation.act('os-stop')
    expect([...show('ACTIVE', 'powering-off'), ...show('SHUTOFF')]).toEqual([])
    conversation.act('os-start')
    expect([...show('SHUTOFF', 'powering-on'), ...show('ACTIVE')]).toEqual([])
  })

  test('does nothing where the server rests as before', () => {
    const { conversation, show } = begin()
    conversation.act('os-stop')
    expect(show('ACTIVE')).toEqual([])
    conversation.wait()
    expect(show('ACTIVE')).toEqual([])
    conversation.wait()
    expect(show('ACTIVE')).toEqual(['servers.stop.becomes-shutoff'])
  })

  test('may take as long as a task is shown', () => {
    const { conversation, show } = begin()
    conversation.act('os-stop')
    for (let times = 0; times < 10; times++) {
      conversation.wait()
      expect(show('ACTIVE', 'powering-off')).toEqual([])
    }
  })

  test('ends elsewhere at once where the server has never had that status', () => {
    const { conversation, show } = begin()
    conversation.act('reboot', { type: 'SOFT' })
    show('REBOOT', 'rebooting')
    expect(show('SHUTOFF')).toEqual(['servers.reboot.soft'])
  })

  test.each([
    ['RESIZE', 'resize_migrating'],
    ['SHUTOFF', null],
  ])('is not judged by the status %s that follows its end', (status, task) => {
    const { conversation, show } = begin()
    conversation.act('reboot', { type: 'SOFT' })
    expect([...show('ACTIVE'), ...show(status, task)]).toEqual([])
  })

  test('has not ended where the server is shown at rest before it begins', () => {
    const { conversation, show } = begin()
    conversation.act('reboot', { type: 'SOFT' })
    show('ACTIVE')
    show('REBOOT', 'rebooting')
    expect(show('SHUTOFF')).toEqual(['servers.reboot.soft'])
  })

  test('may end in ERROR, where an operator may put the server, too', () => {
    const { conversation, show } = begin()
    conversation.act('os-stop')
    conversation.wait(10_000)
    expect(show('ERROR')).toEqual([])
  })

  test('ends elsewhere only after a while where an old response may show that status', () => {
    const { conversation, show } = begin('SHUTOFF')
    conversation.act('os-start')
    show('ACTIVE')
    conversation.act('reboot', { type: 'SOFT' })
    show('REBOOT', 'rebooting')
    expect(show('SHUTOFF')).toEqual([])
    conversation.wait()
    expect(show('SHUTOFF')).toEqual(['servers.reboot.soft'])
  })

  test('leads through its own statuses only', () => {
    const { conversation, show } = begin('SHUTOFF')
    conversation.act('os-start')
    expect(show('REBOOT', 'powering-on')).toEqual(['servers.state.legal-transitions'])
  })

  test('may rest for minutes until a resize is confirmed', () => {
    const { conversation, show } = begin()
    conversation.act('resize', { flavorRef: 'f' })
    expect(show('VERIFY_RESIZE')).toEqual([])
    conversation.wait(30_000)
    expect(show('VERIFY_RESIZE')).toEqual([])
    conversation.wait(60_000)
    expect(show('VERIFY_RESIZE')).toEqual(['servers.resize.auto-confirm'])
  })

  test('is not judged by a status that may be misnamed', () => {
    const { conversation } = begin()
    conversation.act('os-stop')
    conversation.wait(10_000)
    const misnamed = { status: 'ERROR', 'OS-EXT-STS:task_state': null, 'OS-EXT-STS:vm_state': 'stopped' }
    expect(conversation.show(misnamed)).toEqual([])
  })

  test.each([
    ['os-start', null, 'ACTIVE', 'servers.start.only-shutoff'],
    ['os-stop', null, 'SHUTOFF', 'servers.stop.only-active-or-error'],
    ['reboot', { type: 'SOFT' }, 'SHUTOFF', 'servers.reboot.soft-only-active'],
    ['resize', { flavorRef: 'f' }, 'SHELVED_OFFLOADED', 'servers.resize.only-active-or-shutoff'],
    ['shelve', null, 'SHELVED_OFFLOADED', 'servers.shelve.only-active'],
    ['unshelve', null, 'ACTIVE', 'servers.unshelve.only-offloaded'],
  ])('is %s of a server in a status that forbids it', (action, argument, status, requirement) => {
    expect(begin(status).conversation.act(action, argument)).toEqual([requirement])
    expect(begin(status).conversation.act(action, argument, 409)).toEqual([])
  })

  test('is not judged by a status that the server may have left by itself since', () => {
    const { conversation } = begin()
    conversation.wait(30_000)
    expect(conversation.act('os-start')).toEqual([])
  })

  test('is not judged where another request may have changed the status', () => {
    const { conversation } = begin()
    conversation.call('actOnServer', { serverId: 's1' }, 202, undefined, {
      kind: 'actOnServer rescue',
      isInvalid: true,
    })
    expect(conversation.act('os-start')).toEqual([])
  })

  test('is not judged where the creation was not observed', () => {
    const conversation = new RuleConversation()
    const shown = { status: 'ACTIVE', 'OS-EXT-STS:task_state': null, 'OS-EXT-STS:vm_state': 'active' }
    conversation.show(shown)
    expect(conversation.act('os-start')).toEqual([])
  })
})
