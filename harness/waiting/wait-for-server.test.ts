import { describe, expect, test } from 'vitest'
import { emptyEvidence, type Timeouts } from '#model'
import { responseWith } from '../client/api-response.fixture.ts'
import { SimulatedClock } from '../clock.fixture.ts'
import { createRedactor } from '../redaction/redactor.ts'
import { timeouts } from './pace.fixture.ts'
import { Pace } from './pace.ts'
import { deleted, inStatus, withoutTask } from './server-status.ts'
import { recordEndlessTask, waitForServer } from './wait-for-server.ts'
import { WaitProgress } from './wait-progress.ts'

type Shown = readonly [status: string | number, taskState?: string | null]

interface Scene {
  readonly after?: string
  readonly timeouts?: Partial<Timeouts>
  readonly id?: string
  /** What earlier waits taught. */
  readonly pace?: Pace
}

/** Waits while the target shows these statuses one after the other, the last of them repeatedly; a number is an HTTP status. */
async function wait(shown: readonly Shown[], scene: Scene = {}) {
  const { after = 'create', timeouts: own = {}, id = '0123456789' } = scene
  const evidence = emptyEvidence()
  const clock = new SimulatedClock()
  const settings = { timeouts: { ...timeouts, ...own } }
  const progress: string[] = []
  let reads = 0
  const call = async () => {
    const [status, taskState = null] = shown[Math.min(reads++, shown.length - 1)] ?? [404]
    if (typeof status === 'number') return responseWith(status, { ms: 250 })
    const server = { status, fault: { message: 'No valid host was found.' }, 'OS-EXT-STS:task_state': taskState }
    return responseWith(200, { body: { server }, ms: 250 })
  }
  const waits = new WaitProgress((text) => progress.push(text))
  const pace = scene.pace ?? new Pace(settings.timeouts)
  const run = { clock, settings, pace, redactor: createRedactor([]), waits }
  const conditions = after === 'delete' ? [deleted] : [inStatus('ACTIVE'), withoutTask]
  const options = { after, name: after === 'delete' ? 'delete' : 'create', conditions } as const
  const result = await waitForServer({ evidence, run, withPhase: () => ({ call }) }, id, options)
  return { result, evidence, progress, seconds: clock.now() / 1000, pace }
}

describe('waitForServer', () => {
  test('continues when a single response does not find the server', async () => {
    const { result } = await wait([['SHUTOFF', 'powering-on'], [404], ['ACTIVE']], { after: 'os-start' })
    expect(result.outcome).toBe('reached')
  })

  test('ends when the conditions hold, and records every transition', async () => {
    const { result, evidence, progress } = await wait([['BUILD', 'spawning'], ['BUILD', 'spawning'], ['ACTIVE']])
    expect(result).toMatchObject({ outcome: 'reached', mismatch: undefined })
    expect(result.statusHistory.map(({ status, ms }) => [status, ms])).toEqual([
      ['BUILD', 0],
      ['ACTIVE', 2_000],
    ])
    expect(evidence.transitions).toEqual([
      { server: '0123456789', from: 'BUILD', to: 'ACTIVE', after: 'create', ms: 2_000, taskState: null },
    ])
    expect(progress.slice(-2)).toEqual(['waiting for ACTIVE and idle after create: server 01234567 is ACTIVE, 2 s', ''])
  })

  test.each<[string, Shown, string]>([
    ['goes to ERROR', ['ERROR'], 'The server went to ERROR after os-start ("No valid host was found.").'],
    ['is gone', [404], 'The server was not found (404) after os-start.'],
  ])('ends as failed when the server %s', async (_, last, message) => {
    const { result } = await wait([['SHUTOFF', 'powering-on'], last], { after: 'os-start' })
    expect(result.outcome).toBe('failed')
    expect(result.mismatch).toMatchObject({ message: expect.stringContaining(message.slice(0, -1)) })
  })

  test('continues while only some of several replicas return a new server', async () => {
    const shown: Shown[] = [
      ['SHUTOFF', 'powering-on'],
      [404],
      [404],
      [404],
      [404],
      ['SHUTOFF', 'powering-on'],
      [404],
      ['ACTIVE'],
    ]
    const { result } = await wait(shown, { after: 'os-start' })
    expect(result.outcome).toBe('reached')
  })

  test('waits a little for a new server that is not visible yet', async () => {
    const { result } = await wait([[404], [404], ['BUILD', 'spawning'], ['ACTIVE']])
    expect(result.outcome).toBe('reached')
  })

  test('ends long before the timeout when the server rests in another status', async () => {
    const { result, seconds } = await wait([['SHUTOFF']], { after: 'os-start' })
    expect(result).toMatchObject({ outcome: 'failed', blockedBy: undefined })
    expect(result.mismatch?.message).toMatch(
      /^The server stayed SHUTOFF with no task in progress for \d+ s after os-start/,
    )
    expect(seconds).toBeGreaterThan(20)
    expect(seconds).toBeLessThan(30)
  })

  test.each<[string, Shown]>([
    ['a task is in progress', ['SHUTOFF', 'powering-on']],
    ['a resize waits for its confirmation', ['VERIFY_RESIZE']],
  ])('waits in full while %s', async (_, shown) => {
    const { result, seconds } = await wait([shown], { after: 'os-start' })
    expect(result.outcome).toBe('timeout')
    expect(seconds).toBeGreaterThan(300)
  })

  test('waits a short time when the same server in ERROR was not deleted before, and the full time for another one', async () => {
    const { pace, seconds } = await wait([['ERROR']], { after: 'delete' })
    expect(seconds).toBeGreaterThan(20)
    expect(pace.hasTimedOut('delete', 'delete')).toBe(false)
    expect((await wait([['ERROR']], { after: 'delete', pace })).seconds).toBeLessThan(5)
    expect((await wait([['ERROR']], { after: 'delete', pace, id: 'another' })).seconds).toBeGreaterThan(20)
  })

  test('records a task that a server with the awaited status never ends, and no other end of a wait', async () => {
    const recorded = async (...shown: Shown[]) => {
      const ids: string[] = []
      const { result } = await wait(shown)
      recordEndlessTask({ recordViolation: (id) => ids.push(id) }, result)
      return ids
    }
    expect(await recorded(['ACTIVE', 'spawning'])).toEqual(['servers.task-state.idle'])
    expect(await recorded(['ACTIVE', 'spawning'], ['ACTIVE'])).toEqual([])
    expect(await recorded(['BUILD', 'spawning'])).toEqual([])
    expect(await recorded(['ACTIVE', 'spawning'], ['ERROR'])).toEqual([])
  })

  test('ends after a few identical errors in a row', async () => {
    const { result, seconds } = await wait([['ACTIVE'], [500]], { after: 'delete' })
    expect(result.mismatch?.message).toMatch(/^The target kept responding 500/)
    expect(seconds).toBeLessThan(20)
  })

  test('ends after a few successes in a row without a server', async () => {
    const { result, seconds } = await wait([[200]])
    expect(result.mismatch?.message).toBe('The target kept returning no server after create.')
    expect(seconds).toBeLessThan(20)
  })

  test('states which conditions were met and which not, and names the only violated requirement', async () => {
    const { result } = await wait([['ACTIVE', 'image_uploading']], { timeouts: { create: 3_000 } })
    expect(result).toMatchObject({ outcome: 'timeout', blockedBy: 'servers.task-state.idle' })
    expect(result.mismatch).toMatchObject({
      message: 'The server was not idle within 4 s after create, although it reached ACTIVE.',
      at: 'body/server/OS-EXT-STS:task_state',
      expected: 'idle',
    })
  })

  test('does not list the lack of a task among the met conditions', async () => {
    const { result } = await wait([['BUILD', null]], { timeouts: { create: 3_000 } })
    expect(result.mismatch?.message).not.toContain('although')
  })

  test.each(['active', 'ACTIVE'])('takes %s for ACTIVE, and an empty task for none', async (status) => {
    const { result } = await wait([[status, '']])
    expect(result.outcome).toBe('reached')
  })
})
