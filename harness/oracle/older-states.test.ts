import { describe, expect, test } from 'vitest'
import { OlderStates } from './older-states.ts'

const show = (older: OlderStates, id: string, body: unknown, sentAt: number, ms = 5): boolean =>
  older.observe({ operation: 'showServer', resource: id }, { status: 200, body, sentAt, receivedAt: sentAt + ms })

/** Shows a server at one time after another, every `stepMs`; returns whether the last response proved that older states are served. */
function showAll(states: readonly (readonly [second: number, name: string])[], stepMs = 10): boolean {
  const older = new OlderStates(1_000)
  const proofs = states.map(([second, name], index) => {
    const updated = new Date(second * 1_000).toISOString()
    return show(older, 'a', { server: { id: 'a', name, updated } }, index * stepMs)
  })
  return proofs.includes(true)
}

const [before, after] = [
  [1, 'old'],
  [2, 'new'],
] as const

describe('OlderStates', () => {
  test('are served when the same older state alternates with the newer one', () => {
    expect(showAll([before, after, before, after, before, after, before, after])).toBe(true)
  })

  test('are not served while that has happened twice only', () => {
    expect(showAll([before, after, before, after, before, after, before, before])).toBe(false)
  })

  test('are not served by a target that has lost a change, or that only sets the time back', () => {
    expect(showAll([before, after, before, before, before, before, before, before, before])).toBe(false)
    const setBack = [1, 'new'] as const
    expect(showAll([before, after, setBack, after, setBack])).toBe(false)
  })

  test('are not served by a target that shows the time of its last change wrong now and then', () => {
    const early = [1, 'new'] as const
    expect(showAll([early, after, early, after, early, after, early, after])).toBe(false)
    expect(showAll([after, before, after, before, after, before, after, before, after])).toBe(false)
  })

  test('are not served by a target on which a server changes back', () => {
    expect(
      showAll([
        [1, 'a'],
        [2, 'b'],
        [3, 'a'],
        [4, 'b'],
        [5, 'a'],
        [6, 'b'],
        [7, 'a'],
        [8, 'b'],
      ]),
    ).toBe(false)
  })

  test('are a defect where they are still shown when every replica has the change', () => {
    const states = [before, after, before, after, before, after, before, after]
    expect(showAll(states, 500)).toBe(false)
  })

  test('may be in responses that were on their way together', () => {
    const older = new OlderStates(1_000)
    const states = [before, after, before, after, before, after, before, after, before, after]
    const proofs = states.map(([second, name]) =>
      show(older, 'a', { server: { id: 'a', name, updated: new Date(second * 1_000).toISOString() } }, 0, 50),
    )
    expect(proofs).not.toContain(true)
  })

  test('are not served by a target that shows several servers under one id', () => {
    const older = new OlderStates(1_000)
    const proofs = Array.from({ length: 12 }, (_, index) => {
      const updated = new Date((index % 2) * 1_000).toISOString()
      return show(older, `server-${index % 2}`, { server: { id: 'same', updated } }, index * 10)
    })
    expect(proofs).not.toContain(true)
  })

  test('need a server with a time of change', () => {
    const older = new OlderStates(1_000)
    for (const body of [undefined, 'text', {}, { server: { id: 'a' } }, { server: { id: 'a', updated: 'never' } }])
      expect(show(older, 'a', body, 0)).toBe(false)
  })
})
