import { expect, test } from 'vitest'
import type { JournalEntry } from '#model'
import { findLeaks, readJournal, resourcesFromJournal } from './reader.ts'

const lines = (...entries: readonly JournalEntry[]) => entries.map((entry) => JSON.stringify(entry))
const server = (
  event: JournalEntry['event'],
  ref: number,
  at: number,
  more: Partial<JournalEntry> = {},
): JournalEntry => ({
  at,
  event,
  kind: 'server',
  ref,
  ...more,
})
const born = (ref: number, at: number) =>
  server('created', ref, at, { id: `s-${ref}`, url: `/s-${ref}`, remove: `rm ${ref}` })

test('servers that live at the same time make the peak, lifetimes add up', () => {
  const resources = resourcesFromJournal(
    lines(
      server('intent', 1, 0, { name: 'a' }),
      born(1, 1000),
      server('intent', 2, 1500),
      born(2, 2000),
      server('removed', 1, 4000, { url: '/s-1' }),
      server('intent', 3, 4000),
      born(3, 4000),
      server('removed', 2, 5000, { url: '/s-2' }),
      server('removed', 3, 5500, { url: '/s-3' }),
    ),
  )
  expect(resources).toEqual({ created: { servers: 3 }, peakServers: 2, serverSeconds: 7.5, leaked: [] })
})

test('a resource that was made and not removed is leaked, and charged to the end', () => {
  const resources = resourcesFromJournal(
    lines(server('intent', 1, 0, { name: 'a' }), born(1, 1000), { at: 3000, event: 'intent', kind: 'keypair', ref: 2 }),
    'cleanup',
  )
  expect(resources.leaked).toEqual([
    { kind: 'server', id: 's-1', name: 'a', remove: 'rm 1' },
    { kind: 'keypair', id: 'unknown', remove: 'cleanup' },
  ])
  expect(resources.serverSeconds).toBe(2)
})

test('a refused intent is nothing', () => {
  const resources = resourcesFromJournal(lines(server('intent', 1, 0), server('refused', 1, 10)))
  expect(resources).toEqual({ created: {}, peakServers: 0, serverSeconds: 0, leaked: [] })
})

test('references may start again, as when a second worker writes to the same file', () => {
  const again = [server('intent', 1, 20), server('created', 1, 30, { id: 'x', url: '/x', remove: 'rm x' })]
  const resources = resourcesFromJournal(
    lines(server('intent', 1, 0), born(1, 10), ...again, server('removed', 1, 40, { url: '/s-1' })),
  )
  expect(resources.leaked).toEqual([{ kind: 'server', id: 'x', remove: 'rm x' }])
  expect(resources.peakServers).toBe(2)
})

test('lines that make no sense are passed over', () => {
  const good = JSON.stringify(server('intent', 1, 5))
  const bad = [
    '',
    '{"at":1,"event":"intent"',
    'null',
    '7',
    '{"at":1,"event":"born","kind":"server","ref":1}',
    good.replace('5', '"5"'),
  ]
  expect(readJournal([...bad, good])).toEqual([server('intent', 1, 5)])
})

test('what is left is known by all its lines, and a create without an answer by its name alone', () => {
  const entries = [
    server('intent', 1, 0, { name: 'a' }),
    born(1, 10),
    server('intent', 2, 20, { name: 'b' }),
    server('intent', 3, 30, { name: 'c' }),
    born(3, 40),
    server('removed', 3, 50, { url: '/s-3' }),
    server('intent', 4, 60, { name: 'd' }),
    server('refused', 4, 70),
  ]
  expect(findLeaks(entries)).toEqual([
    server('created', 1, 10, { name: 'a', id: 's-1', url: '/s-1', remove: 'rm 1' }),
    server('intent', 2, 20, { name: 'b' }),
  ])
})
