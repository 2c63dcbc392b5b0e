import { describe, expect, test } from 'vitest'
import { Agenda } from './agenda.ts'
import { bootedServer, drive, stateOf } from './testing/driver.ts'
import { parseIsoTime } from './timestamps.ts'
import { resolveTiming } from './timing.ts'

describe('timing', () => {
  test('fills what a table leaves out and refuses what it should not say', () => {
    expect(resolveTiming({ stop: 5, create: [1, 2] })).toMatchObject({ stop: 5, create: [1, 2], start: 6 })
    for (const table of [{ stop: -1 }, { create: [2, 1] }, { sleep: 1 }, { stop: '5' }]) {
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
    const agenda = new Agenda()
    const happened: [string, number][] = []
    const note = (what: string) => (at: number) => happened.push([what, at])
    agenda.schedule(20, 'b', note('late'))
    agenda.schedule(10, 'a', (at) => {
      note('early')(at)
      agenda.schedule(15, 'a', note('between'))
    })
    agenda.schedule(12, 'c', note('cancelled'))
    agenda.schedule(30, 'b', note('not yet'))
    agenda.cancel('c')
    agenda.advance(25)
    expect(happened).toEqual([
      ['early', 10],
      ['between', 15],
      ['late', 20],
    ])
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
