import { expect, test } from 'vitest'
import { runOnSchedule } from './schedule.ts'

/** Returns when runs with these durations begin, and how many were left out. */
async function beginnings(everyMs: number, firstAt: number, durations: readonly number[]) {
  const controller = new AbortController()
  const remaining = [...durations]
  const begun: number[] = []
  let now = 0
  let skipped = 0
  const clock = {
    now: () => now,
    sleep: (ms: number) => {
      now += ms
      return Promise.resolve()
    },
  }
  await runOnSchedule(
    { everyMs, firstAt, signal: controller.signal },
    () => {
      begun.push(now)
      now += remaining.shift() ?? 0
      if (remaining.length === 0) controller.abort()
      return Promise.resolve()
    },
    (runs) => {
      skipped += runs
    },
    clock,
  )
  return { begun, skipped }
}

test('runs begin at equal intervals, however long they take', async () => {
  expect(await beginnings(200, 0, [10, 150, 20])).toEqual({ begun: [0, 200, 400], skipped: 0 })
})

test('the first run waits for its time', async () => {
  expect(await beginnings(200, 100, [10, 10])).toEqual({ begun: [100, 300], skipped: 0 })
})

test('a run that would begin while another one is in progress is skipped', async () => {
  expect(await beginnings(200, 0, [450, 10, 10])).toEqual({ begun: [0, 600, 800], skipped: 2 })
})

test('a wait of weeks is a number of shorter ones', async () => {
  expect(await beginnings(60 * 24 * 3_600_000, 0, [10, 10])).toEqual({ begun: [0, 60 * 24 * 3_600_000], skipped: 0 })
})

test('an aborted schedule does not begin', async () => {
  let runs = 0
  const run = () => {
    runs++
    return Promise.resolve()
  }
  const schedule = { everyMs: 1, firstAt: 60_000, signal: AbortSignal.abort() }
  await runOnSchedule(schedule, run, () => undefined)
  expect(runs).toBe(0)
})

test('an abort ends the wait', async () => {
  const controller = new AbortController()
  const schedule = { everyMs: 1, firstAt: Date.now() + 60_000, signal: controller.signal }
  const ended = runOnSchedule(
    schedule,
    () => Promise.resolve(),
    () => undefined,
  )
  controller.abort()
  await ended
})
