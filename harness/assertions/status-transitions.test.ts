import { expect, test } from 'vitest'
import { firstIllegalStatus, statusesOf } from './status-transitions.ts'

const journey = (...statuses: string[]) => statuses.map((status, index) => ({ status, taskState: null, ms: index }))

test.each([
  ['create', ['BUILD', 'BUILD', 'ACTIVE']],
  ['create', ['ACTIVE']],
  ['create', ['BUILDING', 'ACTIVE']],
  ['soft reboot from ACTIVE', ['ACTIVE', 'REBOOT', 'ACTIVE']],
  ['resize from SHUTOFF', ['RESIZE', 'VERIFY_RESIZE', 'SHUTOFF']],
  ['delete from ACTIVE', ['ACTIVE', '404']],
])('%s may be seen as %j', (passage, statuses) => {
  expect(firstIllegalStatus(passage, journey(...statuses))).toBeUndefined()
})

test.each([
  ['create', ['BUILD', 'SHUTOFF', 'ACTIVE'], 'SHUTOFF'],
  ['create', ['ACTIVE', 'BUILD'], 'BUILD'],
  ['soft reboot from ACTIVE', ['HARD_REBOOT', 'ACTIVE'], 'HARD_REBOOT'],
  ['os-stop from ACTIVE', ['ACTIVE', 'SHUTOFF', 'ACTIVE'], 'ACTIVE'],
  ['resize from ACTIVE', ['VERIFY_RESIZE', 'RESIZE'], 'RESIZE'],
])('%s may not be seen as %j', (passage, statuses, stray) => {
  expect(firstIllegalStatus(passage, journey(...statuses))).toBe(stray)
})

test('statuses of a journey are told once each time they change, in the service’s spelling', () => {
  expect(statusesOf(journey('BUILDING', 'BUILD', 'ACTIVE'))).toEqual(['BUILD', 'ACTIVE'])
})
