import { expect, test } from 'vitest'
import { RequestError } from '../errors.ts'
import { Outages } from './outages.ts'

const request = { method: 'GET', url: 'http://h/v2/t1/flavors', headers: {} }
const lost = new RequestError('GET /', 'connection-lost', 'of some reason', { retryAfterMs: 0 })

test.each([
  ['has an outage if it responded before the first request', ['http://h'], 'passing'],
  ['may not exist if it has never responded', ['http://other'], 'none'],
])('a service that does not respond %s', (_, respondedUrls, expected) => {
  const outages = new Outages(respondedUrls)
  outages.recordFailure(request, 1_000)
  expect(outages.stateFor(request, lost, 1_000, 2_000)).toBe(expected)
})
