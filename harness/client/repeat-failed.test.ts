import { describe, expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import { RequestError, type RequestErrorKind } from '../errors.ts'
import type { RawResponse } from '../transport/http-message.ts'
import { read } from './outgoing-request.fixture.ts'
import { isQuickFailure, repeatFailed } from './repeat-failed.ts'
import { UnansweredRequests } from './unanswered-requests.ts'

const success: RawResponse = { status: 200, headers: {}, text: '{}', isUtf8: true, startedAt: 0, ms: 1 }
const failureOf = (kind: RequestErrorKind, exceedsLimits = false) =>
  new RequestError('GET http://cloud.example/v2/t/servers', kind, 'reset', { exceedsLimits })

/** `results`: of the repeated read, one by one; the last is repeated. */
function setUp(results: readonly (RawResponse | Error)[], { otherSucceeds = true, anySucceeded = true } = {}) {
  const clock = new SimulatedClock()
  const unanswered = new UnansweredRequests(clock)
  if (anySucceeded) unanswered.recordResponse('listFlavors', read)
  const sent: string[] = []
  const recorded: string[] = []
  const repetition = {
    clock,
    unanswered,
    send: async () => {
      const result = results[Math.min(sent.filter((name) => name === 'read').length, results.length - 1)]
      sent.push('read')
      if (result === undefined || result instanceof Error) throw result
      return result
    },
    sendOther: async () => {
      sent.push('other')
      if (!otherSucceeds) throw failureOf('connection-lost')
    },
    recordResponse: () => void recorded.push('response'),
    recordFailure: () => void recorded.push('failure'),
  }
  return { clock, sent, recorded, repeat: (kind = 'listServers') => repeatFailed(kind, repetition) }
}

describe('a request that was broken off', () => {
  test('is repeated twice, each time after another read that gets a response', async () => {
    const { sent, recorded, repeat } = setUp([failureOf('connection-lost')])
    await repeat()
    expect(sent).toEqual(['other', 'read', 'other', 'read'])
    expect(recorded).toEqual(['failure', 'failure'])
  })

  test('is not repeated any more once it gets a response', async () => {
    const { sent, recorded, repeat } = setUp([success])
    await repeat()
    expect(sent).toEqual(['other', 'read'])
    expect(recorded).toEqual(['response'])
  })

  test.each([
    ['while the target responds to no other read', { otherSucceeds: false }, ['other']],
    ['where no read ever got a response', { anySucceeded: false }, []],
  ])('is not repeated %s', async (_, options, expected) => {
    const { sent, recorded, repeat } = setUp([failureOf('connection-lost')], options)
    await repeat()
    expect(sent).toEqual(expected)
    expect(recorded).toEqual([])
  })

  test('is not repeated any more when the target cannot be reached', async () => {
    const { sent, recorded, repeat } = setUp([failureOf('unreachable')])
    await repeat()
    expect(sent).toEqual(['other', 'read'])
    expect(recorded).toEqual([])
  })

  test('is repeated for one request of its kind', async () => {
    const { sent, repeat } = setUp([failureOf('connection-lost')])
    await repeat()
    await repeat()
    const attempts = [...sent]
    expect(attempts).toHaveLength(4)
    await repeat('showServer')
    expect(sent).toEqual([...attempts, ...attempts])
  })
})

test('only a request that may be repeated and was broken off within the limits of a response fails quickly', () => {
  expect(isQuickFailure(read, failureOf('connection-lost'))).toBe(true)
  expect(isQuickFailure(read, failureOf('invalid-response'))).toBe(true)
  expect(isQuickFailure(read, failureOf('invalid-response', true))).toBe(false)
  expect(isQuickFailure(read, failureOf('timeout'))).toBe(false)
  expect(isQuickFailure({ ...read, method: 'DELETE' }, failureOf('connection-lost'))).toBe(true)
  expect(isQuickFailure({ ...read, method: 'POST' }, failureOf('connection-lost'))).toBe(false)
})
