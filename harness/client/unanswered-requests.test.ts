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
    answer: (kind = 'showServer', isSuccess = true) => {
      clock.advance(10)
      requests.recordResponse(kind, isSuccess ? read : undefined)
    },
    fail: (sentAt = clock.now()) => {
      clock.advance(10)
      return requests.recordFailure('listServers', sentAt)
    },
  }
}

test('a kind of request is not answered once three in a row have failed, with responses to others in between', () => {
  const { answer, fail } = setUp()
  answer()
  const counts = [1, 2, 3, 4].map(() => {
    answer()
    return fail()
  })
  expect(counts).toEqual([0, 0, 3, 4])
})

test('failures during an outage, and of requests at the same time, count once', () => {
  const { clock, answer, fail } = setUp()
  answer()
  answer()
  const sentAt = clock.now() - 5
  expect([fail(sentAt), fail(sentAt), fail(sentAt), fail(), fail()]).toEqual([0, 0, 0, 0, 0])
})

test('a kind that was accepted once is answered; a rejection says nothing of it', () => {
  const accepted = setUp()
  accepted.answer('listServers')
  const rejected = setUp()
  rejected.answer('listServers', false)
  for (const { answer, fail } of [accepted, rejected])
    for (let count = 0; count < 2; count++) {
      answer()
      fail()
    }
  for (const { answer } of [accepted, rejected]) answer()
  expect(accepted.fail()).toBe(0)
  expect(rejected.fail()).toBe(3)
})
