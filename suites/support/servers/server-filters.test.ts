import { expect, test } from 'vitest'
import { responseWith } from '../../../harness/client/api-response.fixture.ts'
import { documentedStatus } from './server-filters.ts'

const [status, vmState, powerState] = ['status', 'OS-EXT-STS:vm_state', 'OS-EXT-STS:power_state']

test.each([
  [{ [status]: 'SHUTOFF' }, 'SHUTOFF'],
  [{ [status]: 'PAUSED', [vmState]: 'stopped', [powerState]: 4 }, 'SHUTOFF'],
  [{ [status]: 'PAUSED', [powerState]: 4 }, 'SHUTOFF'],
  [{ [status]: 'RUNNING', [vmState]: 'active' }, 'ACTIVE'],
  [{ [status]: 'RUNNING' }, 'ACTIVE'],
  [{ [status]: 'PAUSED', [vmState]: 'paused' }, undefined],
])('a list has to know a server that shows %j by %s', (server, expected) => {
  expect(documentedStatus(responseWith(200, { body: { server } }))).toBe(expected)
})
