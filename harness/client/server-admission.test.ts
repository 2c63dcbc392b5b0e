import { expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import { ServerCapacity } from '../fixtures/server-capacity.ts'
import { timeouts } from '../waiting/pace.fixture.ts'
import { Pace } from '../waiting/pace.ts'
import { responseWith } from './api-response.fixture.ts'
import { sendUntilQuotaIsFreed } from './server-admission.ts'

const rejection = responseWith(403, { body: { forbidden: { code: 403, message: 'Quota exceeded for instances' } } })

/** Sends creates to a target whose quota is used up until a time, after a server was deleted, or before. */
async function send(freeAt: number, hasDeleted: boolean) {
  const clock = new SimulatedClock()
  const capacity = new ServerCapacity(4)
  const admission = await capacity.admit(1, new Promise(() => undefined))
  admission.settle(['a'])
  if (hasDeleted) capacity.recordGone('a')
  const run = { capacity, pace: new Pace(timeouts), clock }
  const sendOnce = async () => (clock.now() < freeAt ? rejection : responseWith(202))
  const statusOf = async () => (await sendUntilQuotaIsFreed(run, sendOnce)).status
  return { status: await statusOf(), waitedMs: clock.now(), statusOf, clock }
}

test('a quota that still counts deleted servers is waited for', async () => {
  expect(await send(3_000, true)).toMatchObject({ status: 202, waitedMs: 3_000 })
})

test('a quota that is used up although no server was deleted is not waited for', async () => {
  expect(await send(3_000, false)).toMatchObject({ status: 403, waitedMs: 0 })
})

test('a quota that stays used up is waited for a few seconds, and only once', async () => {
  const { status, waitedMs, statusOf, clock } = await send(Number.POSITIVE_INFINITY, true)
  expect([status, waitedMs]).toEqual([403, 7_000])
  expect(await statusOf()).toBe(403)
  expect(clock.now()).toBeLessThan(9_000)
})
