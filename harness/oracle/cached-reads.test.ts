import { expect, test } from 'vitest'
import { CachedReadDetector } from './cached-reads.ts'
import type { ObservedCall } from './observation.ts'

/** A read at a time in milliseconds. */
interface Read {
  readonly at: number
  readonly id?: string
  readonly isFromCache?: boolean
  readonly operation?: ObservedCall['operation']
  readonly resource?: string
}

/** Whether the responses to reads prove a cache. */
function isCache(...reads: readonly Read[]): boolean {
  const detector = new CachedReadDetector()
  const proofs = reads.map(({ at, id, isFromCache = false, operation = 'showServer', resource = 'a' }) =>
    detector.observe(
      {
        ...{ operation, kind: operation, resource, query: new URLSearchParams(), request: undefined },
        ...{ isAuthorized: true, isInvalid: false },
      },
      {
        ...{ exchange: 0, status: 200, body: {}, location: undefined, date: undefined },
        ...{ requestId: id, isFromCache, sentAt: at, receivedAt: at + 5 },
      },
    ),
  )
  return proofs.includes(true)
}

const repeated = [
  { at: 0, id: 'req-1' },
  { at: 2_000, id: 'req-1' },
]

test('a response that says how old it is comes from a cache', () => {
  expect(isCache({ at: 0, isFromCache: true })).toBe(true)
  expect(isCache({ at: 0 }, { at: 0, isFromCache: true, operation: 'listFlavors' })).toBe(false)
})

test('a cache repeats the id of a request, and later has another one', () => {
  expect(isCache(...repeated, { at: 6_000, id: 'req-2' })).toBe(true)
})

test('a target that gives each path an id, or requests the same one, is no cache', () => {
  expect(isCache(...repeated, { at: 6_000, id: 'req-1' })).toBe(false)
  expect(isCache(...repeated, { at: 2_000, id: 'req-1', resource: 'b' }, { at: 6_000, id: 'req-2' })).toBe(false)
})

test('a response that is repeated within a second is not out of date', () => {
  expect(isCache({ at: 0, id: 'req-1' }, { at: 500, id: 'req-1' }, { at: 900, id: 'req-2' })).toBe(false)
})
