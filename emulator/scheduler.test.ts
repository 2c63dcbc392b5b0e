import { expect, test } from 'vitest'
import { type Due, Scheduler } from './scheduler.ts'

test('dispatches timed events in order, including events scheduled while dispatching', () => {
  const scheduler = new Scheduler<string>()
  const dispatched: [string, number][] = []
  const schedule = (event: string, due: Due, owner: string) =>
    scheduler.schedule({ due, owner, countedIds: [owner], event })
  schedule('late', { at: 20 }, 'b')
  schedule('early', { at: 10 }, 'a')
  schedule('cancelled', { at: 12 }, 'c')
  schedule('as late', { at: 20 }, 'a')
  schedule('not yet', { at: 30 }, 'b')
  scheduler.cancel('c')
  scheduler.advance(25, ({ event }, at) => {
    dispatched.push([event, at])
    if (event === 'early') schedule('between', { at: 15 }, 'a')
  })
  expect(dispatched).toEqual([
    ['early', 10],
    ['between', 15],
    ['late', 20],
    ['as late', 20],
  ])
  expect(scheduler.pending().map(({ event }) => event)).toEqual(['not yet'])
})

test('dispatches counted events after enough reads of their ids, unless they are cancelled', () => {
  const scheduler = new Scheduler<string>()
  const dispatched: string[] = []
  const schedule = (event: string, reads: number, owner: string) =>
    scheduler.schedule({ due: { reads }, owner, countedIds: [owner, `${owner}-image`], event })
  schedule('second', 2, 'a')
  schedule('first', 1, 'a')
  schedule('cancelled', 1, 'b')
  scheduler.cancel('b')
  for (const id of ['b', 'a', 'c', 'a-image']) {
    scheduler.countRead(id, 5)
    scheduler.advance(5, ({ event }) => dispatched.push(`${event} after ${id}`))
  }
  expect(dispatched).toEqual(['first after a', 'second after a-image'])
})
