import { describe, expect, test } from 'vitest'
import { pollDelay } from './polling.ts'

describe('the pause between two polls', () => {
  test('is short at first where the target answers at once', () => {
    expect(pollDelay(0, 0.5, undefined)).toBeLessThan(10)
  })

  test('grows with the time waited, up to five seconds', () => {
    expect(pollDelay(1_000, 1, undefined)).toBe(200)
    expect(pollDelay(600_000, 1, undefined)).toBe(5_000)
  })

  test('does not press a slow target', () => {
    expect(pollDelay(0, 300, undefined)).toBe(1_200)
  })

  test('heeds Retry-After, within a minute', () => {
    expect(pollDelay(0, 1, '3')).toBe(3_000)
    expect(pollDelay(0, 1, '86400')).toBe(60_000)
    expect(pollDelay(0, 1, 'soon')).toBeLessThan(10)
  })
})
