import { expect, test } from 'vitest'
import { responseWith } from '../client/api-response.fixture.ts'
import { SimulatedClock } from '../clock.fixture.ts'
import { ServerCapacity } from '../fixtures/server-capacity.ts'
import { type ListingClient, searchWhileAwaited } from './unconfirmed-search.ts'

function setUp(isAwaited: boolean, body: object = { servers: [] }) {
  const clock = new SimulatedClock()
  const capacity = new ServerCapacity(4)
  capacity.addUncertain(1, 'conformance-1-web', clock.now(), 5_000)
  const counts = { searches: 0, served: 0 }
  const pool = { isAwaited, serve: () => void counts.served++ }
  const ended = isAwaited ? new Promise<void>(() => undefined) : Promise.resolve()
  const call: ListingClient['call'] = async () => {
    counts.searches++
    return responseWith(200, { body })
  }
  const search = searchWhileAwaited({ run: { clock, capacity, pool, ended, settings: { runId: '1' } }, call })
  return { capacity, counts, search }
}

test('an unconfirmed server that no list has gives back its part of the limit while a test waits for one', async () => {
  const { capacity, counts, search } = setUp(true)
  expect(capacity.used).toBe(1)
  await search
  expect(capacity.used).toBe(0)
  expect(counts.searches).toBeLessThan(10)
  expect(counts.served).toBeGreaterThan(0)
})

test('nothing is searched for while no test waits', async () => {
  const { capacity, counts, search } = setUp(false)
  await search
  expect(counts.searches).toBe(0)
  expect(capacity.used).toBe(1)
})

test('the search ends where no list can be read', async () => {
  const { counts, search } = setUp(true, { servers: 'none' })
  await search
  // Three searches, each with both lists, with and without the filter.
  expect(counts.searches).toBe(12)
})
