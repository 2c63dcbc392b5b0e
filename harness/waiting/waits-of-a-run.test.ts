/**
 * What all the waits of a run take together, on targets that never do what they were asked to and on slow ones. The clock is
 * simulated: the tests fail when a wait comes back that a run does not need, however fast the machine is.
 */
import { describe, expect, test } from 'vitest'
import { emptyEvidence } from '#model'
import { responseWith } from '../client/api-response.fixture.ts'
import type { WaitName } from './pace.ts'
import { pollAtPace } from './paced-poll.ts'
import { deleted, inStatus, withoutTask } from './server-status.ts'
import { simulatedRun } from './simulated-run.fixture.ts'
import { waitForServer } from './wait-for-server.ts'

/** What a server shows `ms` milliseconds after a request; a number is an HTTP status. */
type Shown = (ms: number) => readonly [status: string, taskState: string | null] | number

const instantly: Shown = () => ['ACTIVE', null]

/** A run against a target that responds within `responseMs`. */
function startRun(responseMs = 1) {
  const run = simulatedRun()
  const { clock } = run
  let polls = 0
  const read = (shown: Shown, began: number) => async () => {
    polls++
    clock.advance(responseMs)
    const state = shown(clock.now() - began)
    if (typeof state === 'number') return responseWith(state, { ms: responseMs })
    const [status, taskState] = state
    const body = { server: { status, 'OS-EXT-STS:task_state': taskState } }
    return responseWith(200, { body, ms: responseMs })
  }
  return {
    pace: run.pace,
    /** Waits after a request and returns the outcome. */
    async wait(after: string, name: WaitName, status: string, shown: Shown): Promise<string> {
      const call = read(shown, clock.now())
      const conditions = name === 'delete' ? [deleted] : [inStatus(status), withoutTask]
      const client = { evidence: emptyEvidence(), run, withPhase: () => ({ call }) }
      return (await waitForServer(client, 'id', { after, name, conditions })).outcome
    },
    /** Waits in the same way for something else than a server. */
    async poll(name: WaitName, key: string): Promise<boolean> {
      const isDone = () => false
      return (await pollAtPace(run, { read: read(instantly, 0), isDone, name, key })).isDone
    },
    seconds: () => clock.now() / 1_000,
    polls: () => polls,
  }
}

describe('all waits of a run against an instant target', () => {
  test.each<[string, string, WaitName, string, Shown]>([
    ['whose stop does nothing', 'os-stop', 'stop', 'SHUTOFF', () => ['ACTIVE', null]],
    ['whose stop never ends', 'os-stop', 'stop', 'SHUTOFF', () => ['ACTIVE', 'powering-off']],
    ['whose start does nothing', 'os-start', 'start', 'ACTIVE', () => ['SHUTOFF', null]],
    ['whose delete does nothing', 'delete', 'delete', '', () => ['ACTIVE', null]],
    ['whose deleted servers respond 500', 'delete', 'delete', '', () => 500],
    ['whose servers stay in DELETING', 'delete', 'delete', '', () => ['DELETING', 'deleting']],
    ['whose servers stay in SOFT_DELETED', 'delete', 'delete', '', () => ['SOFT_DELETE', null]],
    ['whose resize is never confirmed', 'resize', 'resize', 'ACTIVE', () => ['VERIFY_RESIZE', null]],
    ['whose servers never stop showing another task', 'os-stop', 'stop', 'SHUTOFF', () => ['SHUTOFF', 'unknown_task']],
  ])('take less than a minute where it is one %s', async (_, after, name, status, shown) => {
    const run = startRun()
    await run.wait('create', 'create', 'ACTIVE', instantly)

    for (let i = 0; i < 20; i++) expect(await run.wait(after, name, status, shown)).not.toBe('reached')

    expect(run.seconds()).toBeLessThan(50)
    expect(run.polls()).toBeLessThan(600)
  })

  test.each<[string, Shown]>([
    ['with a task', () => ['BUILD', 'spawning']],
    ['without one', () => ['BUILD', null]],
  ])('take less than a minute where servers stay in BUILD %s', async (_, shown) => {
    const run = startRun()
    for (let i = 0; i < 6; i++) expect(await run.wait('create', 'create', 'ACTIVE', shown)).not.toBe('reached')
    expect(run.seconds()).toBeLessThan(50)
  })

  test('take less than a minute where volumes are never detached', async () => {
    const run = startRun()
    await run.wait('create', 'create', 'ACTIVE', instantly)
    for (let i = 0; i < 12; i++) expect(await run.poll('detach', 'detach')).toBe(false)
    expect(run.seconds()).toBeLessThan(50)
  })
})

describe('a slow or uneven target', () => {
  const activeAfter =
    (ms: number): Shown =>
    (elapsedMs) =>
      elapsedMs < ms ? ['BUILD', 'spawning'] : ['ACTIVE', null]

  test('is waited for when every transition takes 30 seconds, although it responds at once', async () => {
    const run = startRun()
    for (let i = 0; i < 5; i++)
      expect(await run.wait('create', 'create', 'ACTIVE', activeAfter(30_000))).toBe('reached')
  })

  test('is waited for as long as the timeout allows when it responds like a service', async () => {
    const run = startRun(30)
    expect(await run.wait('create', 'create', 'ACTIVE', activeAfter(280_000))).toBe('reached')
  })

  test('is waited for when one create in ten takes 20 times longer than the others', async () => {
    const run = startRun()
    for (let i = 1; i <= 20; i++)
      expect(await run.wait('create', 'create', 'ACTIVE', activeAfter(i % 10 === 0 ? 60_000 : 3_000))).toBe('reached')
  })

  test('is waited for in full after a server of it ended in ERROR', async () => {
    const run = startRun()
    expect(await run.wait('create', 'create', 'ACTIVE', () => ['ERROR', null])).toBe('failed')
    expect(await run.wait('create', 'create', 'ACTIVE', activeAfter(30_000))).toBe('reached')
  })
})
