import { describe, expect, test } from 'vitest'
import { created, grace } from './conversation.fixture.ts'

const states = (status: string, vmState: string, power: number) => ({
  status,
  'OS-EXT-STS:vm_state': vmState,
  'OS-EXT-STS:power_state': power,
})

describe('the states of a server', () => {
  test('contradict when they do not agree with its status for longer than they may lag', () => {
    const target = created()
    expect(target.show(states('SHUTOFF', 'active', 1))).toEqual([])
    expect(target.show(states('SHUTOFF', 'active', 1), grace)).toEqual([
      'servers.vm-state.agrees',
      'servers.power-state.agrees',
    ])
    expect(target.show(states('SHUTOFF', 'active', 1), grace)).toEqual([])
  })

  test('may lag, and are not compared during a task', () => {
    const target = created()
    target.show(states('ACTIVE', 'stopped', 4))
    target.show(states('ACTIVE', 'active', 1))
    expect(target.show(states('ACTIVE', 'stopped', 4), grace)).toEqual([])
    const busy = { ...states('ACTIVE', 'stopped', 4), 'OS-EXT-STS:task_state': 'powering-on' }
    expect(target.show(busy, grace)).toEqual([])
    expect(target.show(states('ACTIVE', 'active', 1), grace)).toEqual([])
  })

  test('are compared from the beginning after a request', () => {
    const target = created()
    target.show(states('ACTIVE', 'stopped', 4))
    target.act('reboot', { type: 'SOFT' })
    expect(target.show(states('ACTIVE', 'stopped', 4), grace)).toEqual([])
  })

  test('are compared in the detailed list, too', () => {
    const target = created()
    target.show(states('ACTIVE', 'active', 1))
    expect(target.detail(states('ACTIVE', 'stopped', 1))).toEqual([])
    target.show(states('ACTIVE', 'active', 1))
    expect(target.detail(states('ACTIVE', 'stopped', 1), grace)).toEqual(['servers.show.equals-detail'])
  })

  test('are no difference between the detailed list and showServer where showServer was not called', () => {
    const target = created()
    target.detail(states('ACTIVE', 'stopped', 1))
    expect(target.detail(states('ACTIVE', 'stopped', 1), grace)).toEqual(['servers.vm-state.agrees'])
  })

  test('are not compared where the document does not name the value', () => {
    const target = created()
    target.show(states('STOPPED', 'active', 1))
    expect(target.show(states('STOPPED', 'active', 1), 2 * grace)).toEqual([])
  })
})
