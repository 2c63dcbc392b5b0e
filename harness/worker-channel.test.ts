import { BroadcastChannel } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { SimulatedClock } from './clock.fixture.ts'
import { channelName, type TokenResponse, WorkerChannel } from './worker-channel.ts'

type Result = { readonly token: string } | { readonly reason: string }

/** The process at the other end, which responds to every token request after responding to another one. */
function respondToTokenRequests(runId: string, result: Result): void {
  const channel = new BroadcastChannel(channelName(runId))
  onTestFinished(() => channel.close())
  channel.onmessage = (event) => {
    const data: unknown = typeof event === 'object' && event !== null && 'data' in event ? event.data : undefined
    if (typeof data !== 'object' || data === null || !('number' in data)) return
    channel.postMessage({ number: Number(data.number) + 1, token: 'for-another-request' } satisfies TokenResponse)
    channel.postMessage({ number: Number(data.number), ...result } satisfies TokenResponse)
  }
}

function openChannel(runId: string, clock?: SimulatedClock): WorkerChannel {
  const channel = new WorkerChannel(runId, clock)
  onTestFinished(() => channel.close())
  return channel
}

test('a token request resolves with the token that was sent for it', async () => {
  respondToTokenRequests('token', { token: 'fresh' })
  expect(await openChannel('token').requestToken('own')).toBe('fresh')
})

test('a token request rejects with the reason why there is no token', async () => {
  respondToTokenRequests('reason', { reason: 'the user is disabled' })
  await expect(openChannel('reason').requestToken('other')).rejects.toThrow('the user is disabled')
})

test('a token request times out when there is no response', async () => {
  const clock = new SimulatedClock()
  await expect(openChannel('silence', clock).requestToken('own')).rejects.toThrow('token refresh timed out after 120 s')
  expect(clock.sleeps).toEqual([120_000])
})
