import { expect, test } from 'vitest'
import { firstIllegalStatus, statusesOf } from './status-transitions.ts'

const history = (...statuses: string[]) => statuses.map((status, index) => ({ status, taskState: null, ms: index }))

test.each([
  ['create', ['BUILD', 'BUILD', 'ACTIVE']],
  ['create', ['ACTIVE']],
  ['create', ['BUILDING', 'ACTIVE']],
  ['soft reboot from ACTIVE', ['ACTIVE', 'REBOOT', 'ACTIVE']],
  ['resize from SHUTOFF', ['RESIZE', 'VERIFY_RESIZE', 'SHUTOFF']],
  ['delete from ACTIVE', ['ACTIVE', '404']],
  ['shelve from ACTIVE', ['ACTIVE', 'SHELVED_OFFLOADED']],
  ['unshelve from SHELVED_OFFLOADED', ['SHELVED_OFFLOADED', 'ACTIVE']],
])('%s may go through %j', (transition, statuses) => {
  expect(firstIllegalStatus(transition, history(...statuses))).toBeUndefined()
})

test.each([
  ['create', ['BUILD', 'SHUTOFF', 'ACTIVE'], 'SHUTOFF'],
  ['create', ['ACTIVE', 'BUILD'], 'BUILD'],
  ['soft reboot from ACTIVE', ['HARD_REBOOT', 'ACTIVE'], 'HARD_REBOOT'],
  ['os-stop from ACTIVE', ['ACTIVE', 'SHUTOFF', 'ACTIVE'], 'ACTIVE'],
  ['resize from ACTIVE', ['VERIFY_RESIZE', 'RESIZE'], 'RESIZE'],
  ['unshelve from SHELVED_OFFLOADED', ['SHELVED_OFFLOADED', 'RESCUE', 'ACTIVE'], 'RESCUE'],
])('%s may not go through %j', (transition, statuses, illegal) => {
  expect(firstIllegalStatus(transition, history(...statuses))).toBe(illegal)
})

test('statusesOf merges consecutive duplicates and uses the spelling of the service', () => {
  expect(statusesOf(history('BUILDING', 'BUILD', 'ACTIVE'))).toEqual(['BUILD', 'ACTIVE'])
})

test('a response without a status is no status of the server', () => {
  const missing = { status: 'no status in a 500 response', taskState: undefined, isMissing: true, ms: 1 } as const
  const statusHistory = [...history('ACTIVE'), missing, ...history('ACTIVE', 'SHUTOFF')]
  expect(statusesOf(statusHistory)).toEqual(['ACTIVE', 'SHUTOFF'])
  expect(firstIllegalStatus('os-stop from ACTIVE', statusHistory)).toBeUndefined()
})
