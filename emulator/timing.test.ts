import { describe, expect, test } from 'vitest'
import { type Due, Scheduler } from './scheduler.ts'
import { parseIsoTime } from './serializers/timestamps.ts'
import { bootedServer, drive, stateOf } from './testing/driver.ts'
import { resolveTiming } from './timing.ts'

describe('timing', () => {
  test('fills what a table leaves out and refuses what it should not say', () => {
    expect(resolveTiming({ stop: 5, create: [1, 2] })).toMatchObject({ stop: 5, create: [1, 2], start: 6 })
    for (const table of [
      { stop: -1 },
      { create: [2, 1] },
      { sleep: 1 },
      { stop: '5' },
      { stop: { polls: 1.5 } },
      { stop: {} },
    ]) {
      expect(() => resolveTiming(Object.fromEntries(Object.entries(table)))).toThrow(TypeError)
    }
  })

  test('realistic transitions take seconds', async () => {
    const driver = drive({ timing: 'realistic' })
    const id = await bootedServer(driver)
    expect(await stateOf(driver, id)).toMatch(/^BUILD/)
    driver.wait(5000)
    expect(await stateOf(driver, id)).toBe('ACTIVE/null')
  })
})

describe('the agenda', () => {
  test('happens in order of time, each thing at its own, and may grow while it happens', () => {
    const scheduler = new Scheduler<string>()
    const happened: [string, number][] = []
    const plan = (event: string, due: Due, owner: string) =>
      scheduler.schedule({ due, owner, countedIds: [owner], event })
    plan('late', { at: 20 }, 'b')
    plan('early', { at: 10 }, 'a')
    plan('cancelled', { at: 12 }, 'c')
    plan('as late', { at: 20 }, 'a')
    plan('not yet', { at: 30 }, 'b')
    scheduler.cancel('c')
    scheduler.advance(25, ({ event }, at) => {
      happened.push([event, at])
      if (event === 'early') plan('between', { at: 15 }, 'a')
    })
    expect(happened).toEqual([
      ['early', 10],
      ['between', 15],
      ['late', 20],
      ['as late', 20],
    ])
    expect(scheduler.pending().map(({ event }) => event)).toEqual(['not yet'])
  })

  test('waits for readers of the right thing, and can forget that too', () => {
    const scheduler = new Scheduler<string>()
    const happened: string[] = []
    const plan = (event: string, reads: number, owner: string) =>
      scheduler.schedule({ due: { reads }, owner, countedIds: [owner, `${owner}-image`], event })
    plan('second', 2, 'a')
    plan('first', 1, 'a')
    plan('cancelled', 1, 'b')
    scheduler.cancel('b')
    for (const id of ['b', 'a', 'c', 'a-image']) {
      scheduler.countRead(id, 5)
      scheduler.advance(5, ({ event }) => happened.push(`${event} after ${id}`))
    }
    expect(happened).toEqual(['first after a', 'second after a-image'])
  })
})

describe('times', () => {
  test.each([
    ['2026-01-02T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02T03:04:05', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02T12:04:05+09:00', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02', Date.UTC(2026, 0, 2)],
    ['2026-13-02T03:04:05Z', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('%s is read as %s', (text, expected) => {
    expect(parseIsoTime(text)).toBe(expected)
  })
})
