import { expect, test } from 'vitest'
import { defaultTimeouts, timeoutsFrom } from './timeouts.ts'

test('timeouts are the defaults unless configured', () => {
  expect(timeoutsFrom([], 1)).toEqual(defaultTimeouts)
})

test('later settings override earlier ones, and all timeouts are scaled', () => {
  const timeouts = timeoutsFrom([{ create: '5m', stop: '30s' }, { create: '1.5m', propagation: '500ms' }, undefined], 2)
  expect(timeouts).toEqual({
    create: 180_000,
    stop: 60_000,
    start: 240_000,
    reboot: 360_000,
    resize: 1_200_000,
    snapshot: 1_200_000,
    attach: 240_000,
    detach: 240_000,
    delete: 360_000,
    propagation: 1_000,
    request: 120_000,
  })
})

test('no timeout exceeds a week, since a timer of Node.js overflows', () => {
  expect(timeoutsFrom([{ request: '999h', create: '100h' }], 10)).toMatchObject({
    request: 604_800_000,
    create: 604_800_000,
  })
})

test('a scaled request timeout is at least five seconds, unless less is configured', () => {
  expect(timeoutsFrom([], 0.01)).toMatchObject({ create: 3_000, request: 5_000 })
  expect(timeoutsFrom([{ request: '2s' }], 1).request).toBe(2_000)
})
