import { describe, expect, test } from 'vitest'
import { drawArrows } from './lifecycle-curves.ts'
import { layOut } from './lifecycle-layout.ts'

const places = layOut(['ERROR', 'PAUSED', 'SUSPENDED', 'SHELVED_OFFLOADED'])
const at = (status: string) => {
  const place = places.get(status)
  if (!place) throw new TypeError(status)
  return place
}
const arrow = (from: string, to: string, hasLabel = true) => ({ from: at(from), to: at(to), hasLabel })
const pairs = [
  ['BUILD', 'ACTIVE'],
  ['ACTIVE', 'SHUTOFF'],
  ['SHUTOFF', 'ACTIVE'],
  ['ACTIVE', 'DELETED'],
  ['SHUTOFF', 'DELETED'],
  ['RESIZE', 'VERIFY_RESIZE'],
  ['VERIFY_RESIZE', 'ACTIVE'],
  ['VERIFY_RESIZE', 'SHUTOFF'],
  ['ACTIVE', 'REBOOT'],
  ['REBOOT', 'ACTIVE'],
  ['HARD_REBOOT', 'ACTIVE'],
  ['ACTIVE', 'ERROR'],
  ['ERROR', 'DELETED'],
  ['PAUSED', 'ACTIVE'],
  ['SUSPENDED', 'ACTIVE'],
  ['BUILD', 'DELETED'],
] as const

describe('drawArrows', () => {
  const curves = drawArrows(
    pairs.map(([from, to]) => arrow(from, to)),
    [...places.values()],
  )

  test('labels cover neither one another nor a box', () => {
    const labels = curves.map(({ label }) => label)
    for (const [index, { x, y }] of labels.entries()) {
      for (const other of labels.slice(index + 1))
        expect(Math.abs(x - other.x) >= 96 || Math.abs(y - other.y) >= 28).toBe(true)
      for (const each of places.values()) expect(Math.abs(x - each.x) >= 120 || Math.abs(y - each.y) >= 33).toBe(true)
    }
  })

  test('an arrow goes around a box that is in the way', () => {
    const control = (path = '') =>
      path
        .match(/Q(-?\d+),(-?\d+)/)
        ?.slice(1)
        .map(Number) ?? []
    const [, straightY = 0] = control(curves[0]?.path)
    const [, aroundY = 0] = control(curves.at(-1)?.path)
    expect(Math.abs(straightY - at('ACTIVE').y)).toBeLessThan(50)
    expect(Math.abs(aroundY - at('ACTIVE').y)).toBeGreaterThan(100)
  })

  test('the arrows of both directions are apart', () => {
    const [there, back] = drawArrows([arrow('ACTIVE', 'SHUTOFF', false), arrow('SHUTOFF', 'ACTIVE', false)], [])
    expect(there?.path).not.toBe(back?.path)
    expect(Math.sign((there?.label.x ?? 0) - at('ACTIVE').x)).toBe(-Math.sign((back?.label.x ?? 0) - at('ACTIVE').x))
  })
})
