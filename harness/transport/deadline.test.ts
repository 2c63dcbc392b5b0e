import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createDeadline } from './deadline.ts'

test('a deadline ends with a TimeoutError', async () => {
  const { signal } = createDeadline(5)
  expect(signal.aborted).toBe(false)
  await sleep(30)
  expect(signal.reason).toMatchObject({ name: 'TimeoutError' })
})

test('a deadline that was cleared does not end, and leaves no listener', async () => {
  const other = new AbortController()
  const { signal, clear } = createDeadline(5, other.signal)
  clear()
  other.abort()
  await sleep(30)
  expect(signal.aborted).toBe(false)
})

test('a deadline ends with another signal, for the same reason', () => {
  const reason = new Error('stopped')
  const other = new AbortController()
  const { signal } = createDeadline(60_000, other.signal)
  other.abort(reason)
  expect(signal.reason).toBe(reason)
  expect(createDeadline(60_000, other.signal).signal.reason).toBe(reason)
})
