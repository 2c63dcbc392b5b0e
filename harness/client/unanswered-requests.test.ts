import { expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import { read } from './outgoing-request.fixture.ts'
import { UnansweredRequests } from './unanswered-requests.ts'

function setUp() {
  const clock = new SimulatedClock()
  const requests = new UnansweredRequests(clock)
  return {
    clock,
    requests,
    respond: (kind = 'showServer', isSuccess = true) => {
      clock.advance(10)
      requests.recordResponse(kind, isSuccess ? read : undefined)
    },
    fail: (sentAt = clock.now()) => {
      clock.advance(10)
      return requests.recordFailure('listServers', sentAt)
    },
  }
}

test('a kind of request is unanswered once three in a row have failed, with responses to others in between', () => {
  const { respond, fail } = setUp()
  respond()
  const counts = [1, 2, 3, 4].map(() => {
    respond()
    return fail()
  })
  expect(counts).toEqual([0, 0, 3, 4])
})

test('failures during an outage, and of requests at the same time, count once', () => {
  const { clock, respond, fail } = setUp()
  respond()
  respond()
  const sentAt = clock.now() - 5
  expect([fail(sentAt), fail(sentAt), fail(sentAt), fail(), fail()]).toEqual([0, 0, 0, 0, 0])
})

test('a kind that was accepted once never counts as unanswered; a rejection does not show that', () => {
  const accepted = setUp()
  accepted.respond('listServers')
  const rejected = setUp()
  rejected.respond('listServers', false)
  for (const { respond, fail } of [accepted, rejected])
    for (let count = 0; count < 2; count++) {
      respond()
      fail()
    }
  for (const { respond } of [accepted, rejected]) respond()
  expect(accepted.fail()).toBe(0)
  expect(rejected.fail()).toBe(3)
})

test('no kind counts as unanswered where three others lose responses, as behind a gateway that drops connections', () => {
  const { requests, respond, fail } = setUp()
  const counts = [1, 2, 3, 4, 5].map((_, index) => {
    respond()
    requests.recordResponse(`kind ${index}`, read, { hasLostOne: index < 4 })
    return fail()
  })
  expect(counts).toEqual([0, 0, 0, 0, 0])
})
