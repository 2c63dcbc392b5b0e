import { expect, test } from 'vitest'
import { responseWith } from '../client/api-response.fixture.ts'
import { inStatus, isAtRest, observeStatus } from './server-status.ts'

const shown = (server: Readonly<Record<string, unknown>>) => responseWith(200, { body: { server } })
const vmState = (value: string, task: string | null = null) => ({
  'OS-EXT-STS:vm_state': value,
  'OS-EXT-STS:task_state': task,
})

test('a server without a status is in that of its vm_state while no task is in progress', () => {
  const stopped = shown(vmState('stopped'))
  expect(inStatus('SHUTOFF').holds(stopped)).toBe(true)
  expect(observeStatus(stopped, 0)).toEqual({ status: 'SHUTOFF', taskState: null, ms: 0 })
  expect(isAtRest('ACTIVE')(shown(vmState('active', 'rebooting')))).toBe(false)
  expect(observeStatus(shown(vmState('active', 'rebooting')), 0)).toMatchObject({ isMissing: true })
})

test('a status counts more than the vm_state', () => {
  const server = shown({ ...vmState('active'), status: 'SHUTOFF' })
  expect(inStatus('SHUTOFF').holds(server)).toBe(true)
  expect(inStatus('ACTIVE').holds(server)).toBe(false)
  expect(inStatus('ACTIVE').holds(shown({ ...vmState('active'), status: null }))).toBe(false)
})
