import { expect, test } from 'vitest'
import type { OperationId } from '#model'
import type { ObservedCall } from '../oracle/observation.ts'
import { RunOracle } from './run-oracle.ts'

const grace = 1_000
const policies = ['anti-affinity']
const parameters = { serverGroupId: 'g1' }
const shown = { server_group: { id: 'g1', name: 'web', policies, members: [] } }

/** A run that has created a server group and shown it. */
function begin() {
  const oracle = new RunOracle(grace)
  let now = 0
  let exchange = 0
  const callOf = (operation: OperationId, changes: Partial<ObservedCall>): ObservedCall => ({
    operation,
    kind: operation,
    resource: undefined,
    parameters,
    query: new URLSearchParams(),
    request: undefined,
    isAuthorized: true,
    isInvalid: false,
    ...changes,
  })
  const send = (operation: OperationId, status: number, body?: unknown, changes: Partial<ObservedCall> = {}) => {
    const call = callOf(operation, changes)
    oracle.begin(call)
    now += grace
    const headers = { requestId: undefined, location: undefined, date: undefined }
    const response = { exchange: ++exchange, status, body, ...headers, sentAt: now, receivedAt: now }
    return oracle.observe(call, response).map(({ requirement }) => requirement)
  }
  const loseResponse = (operation: OperationId) => {
    const call = callOf(operation, {})
    oracle.begin(call)
    oracle.abandon(call, now)
  }
  const request = { server_group: { name: 'web', policies } }
  send('createServerGroup', 200, shown, { request, parameters: {} })
  send('showServerGroup', 200, shown)
  return { send, loseResponse, show: (status: number, body?: unknown) => send('showServerGroup', status, body) }
}

test('a server group is compared with its creation', () => {
  const { show, send } = begin()
  expect(show(200, shown)).toEqual([])
  expect(show(200, { server_group: { ...shown.server_group, name: 'w' } })).toEqual([
    'server-groups.show.equals-create',
  ])
  expect(send('listServerGroups', 200, { server_groups: [] })).toEqual(['server-groups.list.answers'])
  expect(show(404)).toEqual(['server-groups.show.answers'])
})

test('a server group that was deleted is not shown any more', () => {
  const { show, send } = begin()
  send('deleteServerGroup', 204)
  expect(show(404)).toEqual([])
  expect(send('listServerGroups', 200, { server_groups: [shown.server_group] })).toEqual([
    'server-groups.delete.removes',
  ])
})

test('a rejected request of another caller changes nothing', () => {
  const { show, send } = begin()
  expect(send('deleteServerGroup', 404, undefined, { isAuthorized: false })).toEqual([])
  expect(show(404)).toEqual(['server-groups.show.answers'])
})

test('a server group that may have been deleted is not compared any more', () => {
  const byAnother = begin()
  byAnother.send('deleteServerGroup', 204, undefined, { isAuthorized: false })
  expect(byAnother.show(404)).toEqual([])
  const unanswered = begin()
  unanswered.loseResponse('deleteServerGroup')
  expect(unanswered.show(404)).toEqual([])
  const failed = begin()
  failed.send('deleteServerGroup', 503)
  expect(failed.show(404)).toEqual([])
})

test('a server group that is not found is not expected in the list', () => {
  const { show, send } = begin()
  show(404)
  expect(send('listServerGroups', 200, { server_groups: [] })).toEqual([])
  show(200, shown)
  expect(send('listServerGroups', 200, { server_groups: [] })).toEqual(['server-groups.list.answers'])
})
