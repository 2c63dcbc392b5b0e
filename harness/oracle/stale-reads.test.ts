import { describe, expect, test } from 'vitest'
import { StaleReadDetector } from './stale-reads.ts'

const show = (detector: StaleReadDetector, id: string, body: unknown, sentAt: number, ms = 5): boolean =>
  detector.observe(
    { operation: 'showServer', resource: id },
    { status: 200, body, date: undefined, sentAt, receivedAt: sentAt + ms },
  )

/** Observes the states of a server one after the other, every `stepMs`; returns whether a response proved stale reads. */
function showAll(states: readonly (readonly [second: number, name: string])[], stepMs = 10): boolean {
  const detector = new StaleReadDetector(1_000)
  const proofs = states.map(([second, name], index) => {
    const updated = new Date(second * 1_000).toISOString()
    return show(detector, 'a', { server: { id: 'a', name, updated } }, index * stepMs)
  })
  return proofs.includes(true)
}

const [before, after] = [
  [1, 'old'],
  [2, 'new'],
] as const

describe('StaleReadDetector', () => {
  test('detects an older state that alternates with a newer one', () => {
    expect(showAll([before, after, before, after, before, after, before, after])).toBe(true)
  })

  test('needs three repetitions', () => {
    expect(showAll([before, after, before, after, before, after, before, before])).toBe(false)
  })

  test('ignores a lost change, and a time that is set back', () => {
    expect(showAll([before, after, before, before, before, before, before, before, before])).toBe(false)
    const setBack = [1, 'new'] as const
    expect(showAll([before, after, setBack, after, setBack])).toBe(false)
  })

  test('ignores a time of change that is sometimes wrong', () => {
    const early = [1, 'new'] as const
    expect(showAll([early, after, early, after, early, after, early, after])).toBe(false)
    expect(showAll([after, before, after, before, after, before, after, before, after])).toBe(false)
  })

  test('ignores times of change in the future', () => {
    const future = [3 * 24 * 3_600, 'new'] as const
    expect(showAll([before, future, before, future, before, future, before, future])).toBe(false)
  })

  test('ignores a server that is changed back', () => {
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

  test('ignores older states after the time by which every replica must have the change', () => {
    const states = [before, after, before, after, before, after, before, after]
    expect(showAll(states, 500)).toBe(false)
  })

  test('ignores the order of concurrent responses', () => {
    const detector = new StaleReadDetector(1_000)
    const states = [before, after, before, after, before, after, before, after, before, after]
    const proofs = states.map(([second, name]) =>
      show(detector, 'a', { server: { id: 'a', name, updated: new Date(second * 1_000).toISOString() } }, 0, 50),
    )
    expect(proofs).not.toContain(true)
  })

  test('ignores a target that shows several servers under one id', () => {
    const detector = new StaleReadDetector(1_000)
    const proofs = Array.from({ length: 12 }, (_, index) => {
      const updated = new Date((index % 2) * 1_000).toISOString()
      return show(detector, `server-${index % 2}`, { server: { id: 'same', updated } }, index * 10)
    })
    expect(proofs).not.toContain(true)
  })

  test('ignores a server without a time of change', () => {
    const detector = new StaleReadDetector(1_000)
    for (const body of [undefined, 'text', {}, { server: { id: 'a' } }, { server: { id: 'a', updated: 'never' } }])
      expect(show(detector, 'a', body, 0)).toBe(false)
  })
})
