import { describe, expect, test } from 'vitest'
import type { JournalEntry } from '#model'
import { findLeaks, readJournal, resourcesFromJournal } from './journal-reader.ts'

const linesOf = (...entries: readonly JournalEntry[]) => entries.map((entry) => JSON.stringify(entry))
const server = (
  event: JournalEntry['event'],
  ref: number,
  at: number,
  overrides: Partial<JournalEntry> = {},
): JournalEntry => ({
  at,
  event,
  kind: 'server',
  ref,
  ...overrides,
})
const created = (ref: number, at: number) =>
  server('created', ref, at, { id: `s-${ref}`, url: `/s-${ref}`, remove: `rm ${ref}` })

describe('resourcesFromJournal', () => {
  test('counts overlapping servers for the peak and adds up lifetimes', () => {
    const lines = linesOf(
      server('intent', 1, 0, { name: 'a' }),
      created(1, 1000),
      server('intent', 2, 1500),
      created(2, 2000),
      server('removed', 1, 4000, { url: '/s-1' }),
      server('intent', 3, 4000),
      created(3, 4000),
      server('removed', 2, 5000, { url: '/s-2' }),
      server('removed', 3, 5500, { url: '/s-3' }),
    )
    expect(resourcesFromJournal(lines, 'cleanup')).toEqual({
      created: { servers: 3 },
      peakServers: 2,
      serverSeconds: 7.5,
      leaked: [],
    })
  })

  test('lists leaked resources and counts leaked servers as existing until the last line', () => {
    const lines = linesOf(server('intent', 1, 0, { name: 'a' }), created(1, 1000), {
      at: 3000,
      event: 'intent',
      kind: 'keypair',
      ref: 2,
    })
    const resources = resourcesFromJournal(lines, 'cleanup')
    expect(resources.leaked).toEqual([
      { kind: 'server', id: 's-1', name: 'a', remove: 'rm 1' },
      { kind: 'keypair', id: 'unknown', remove: 'cleanup' },
    ])
    expect(resources.serverSeconds).toBe(2)
  })

  test('counts a server once that a list still has after it was deleted', () => {
    const lines = linesOf(
      server('intent', 1, 0),
      created(1, 1000),
      server('removed', 1, 2000, { url: '/s-1' }),
      server('created', 7, 9000, { url: '/s-1', id: 's-1' }),
      server('removed', 7, 9500, { url: '/s-1' }),
    )
    expect(resourcesFromJournal(lines, 'cleanup')).toMatchObject({ created: { servers: 1 }, serverSeconds: 1 })
  })

  test('ignores a rejected request', () => {
    const lines = linesOf(server('intent', 1, 0), server('refused', 1, 10))
    expect(resourcesFromJournal(lines, 'cleanup')).toEqual({
      created: {},
      peakServers: 0,
      serverSeconds: 0,
      leaked: [],
    })
  })

  test('counts a server that no response named, until it turns out not to exist', () => {
    const nameless = [server('intent', 1, 0, { name: 'a' }), server('created', 1, 1000)]
    const lines = linesOf(...nameless, server('intent', 2, 3000))
    expect(resourcesFromJournal(lines, 'cleanup')).toMatchObject({
      created: { servers: 1 },
      peakServers: 1,
      serverSeconds: 2,
      leaked: [{ name: 'a' }, {}],
    })
    const refuted = linesOf(...nameless, server('refused', 1, 3000))
    expect(resourcesFromJournal(refuted, 'cleanup')).toMatchObject({ created: {}, peakServers: 0, leaked: [] })
  })

  test('counts a server once whose id several responses gave, and every id as often as it existed', () => {
    const one = { id: 'same', url: '/same' }
    const lines = linesOf(
      server('intent', 1, 0),
      server('created', 1, 1000, one),
      server('intent', 2, 1500),
      server('created', 2, 2000, one),
      server('removed', 2, 4000, { url: '/same' }),
      server('intent', 3, 6000),
      server('created', 3, 6000, one),
      server('removed', 3, 7000, { url: '/same' }),
    )
    expect(resourcesFromJournal(lines, 'cleanup')).toMatchObject({ peakServers: 1 })
  })

  test('counts a server once that was named after its creation', () => {
    const lines = linesOf(server('intent', 1, 0), server('created', 1, 1000), created(1, 2000))
    expect(resourcesFromJournal(lines, 'cleanup')).toMatchObject({ created: { servers: 1 }, serverSeconds: 1 })
  })

  test('names a resource once whose create was sent again', () => {
    const lines = linesOf(
      server('intent', 1, 0, { name: 'a' }),
      server('intent', 2, 10, { name: 'a' }),
      server('intent', 3, 20),
    )
    expect(resourcesFromJournal(lines, 'cleanup').leaked).toMatchObject([
      { id: 'unknown', name: 'a' },
      { id: 'unknown' },
    ])
  })

  test('distinguishes resources of two workers that use the same reference', () => {
    const lines = linesOf(
      server('intent', 1, 0),
      created(1, 10),
      server('intent', 1, 20),
      server('created', 1, 30, { id: 'x', url: '/x', remove: 'rm x' }),
      server('removed', 1, 40, { url: '/s-1' }),
    )
    const resources = resourcesFromJournal(lines, 'cleanup')
    expect(resources.leaked).toEqual([{ kind: 'server', id: 'x', remove: 'rm x' }])
    expect(resources.peakServers).toBe(2)
  })
})

test('readJournal ignores invalid lines', () => {
  const valid = JSON.stringify(server('intent', 1, 5))
  const invalid = [
    '',
    '{"at":1,"event":"intent"',
    'null',
    '7',
    '{"at":1,"event":"born","kind":"server","ref":1}',
    valid.replace('5', '"5"'),
  ]
  expect(readJournal([...invalid, valid])).toEqual([server('intent', 1, 5)])
})

test('findLeaks combines the entries of a leaked resource and includes creates without a known result', () => {
  const entries = [
    server('intent', 1, 0, { name: 'a' }),
    created(1, 10),
    server('intent', 2, 20, { name: 'b' }),
    server('intent', 3, 30, { name: 'c' }),
    created(3, 40),
    server('removed', 3, 50, { url: '/s-3' }),
    server('intent', 4, 60, { name: 'd' }),
    server('refused', 4, 70),
  ]
  expect(findLeaks(entries)).toEqual([
    server('created', 1, 10, { name: 'a', id: 's-1', url: '/s-1', remove: 'rm 1' }),
    server('intent', 2, 20, { name: 'b' }),
  ])
})
