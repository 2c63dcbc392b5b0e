import { describe, expect, test } from 'vitest'
import { responseWith } from '../client/api-response.fixture.ts'
import { emptyEvidence } from '../client/evidence.ts'
import { SimulatedClock } from '../clock.fixture.ts'
import { createRedactor } from '../redaction/redactor.ts'
import { isAtRest } from './server-status.ts'
import { waitForServer } from './wait-for-server.ts'

/** Waits for ACTIVE while the target shows these statuses one after the other, the last of them repeatedly. */
async function waitForActive(statuses: readonly string[], timeoutMs = 60_000) {
  const evidence = emptyEvidence()
  const clock = new SimulatedClock()
  const progress: string[] = []
  let reads = 0
  const call = async () => {
    const status = statuses[Math.min(reads++, statuses.length - 1)]
    const server = { status, fault: { message: 'No valid host was found.' }, 'OS-EXT-STS:task_state': null }
    return status === '404' ? responseWith(404, { ms: 250 }) : responseWith(200, { body: { server }, ms: 250 })
  }
  const client = {
    evidence,
    run: { clock, redactor: createRedactor([]), reportProgress: (text: string) => void progress.push(text) },
    withPhase: () => ({ call }),
  }
  const options = { after: 'create', until: isAtRest('ACTIVE'), wanted: 'ACTIVE', timeoutMs }
  return { result: await waitForServer(client, '0123456789', options), evidence, progress }
}

describe('waitForServer', () => {
  test('ends when the condition holds, and records every transition', async () => {
    const { result, evidence, progress } = await waitForActive(['BUILD', 'BUILD', 'ACTIVE'])
    expect(result).toMatchObject({ outcome: 'reached', mismatch: undefined })
    expect(result.statusHistory.map(({ status, ms }) => [status, ms])).toEqual([
      ['BUILD', 0],
      ['ACTIVE', 2_000],
    ])
    expect(evidence.transitions).toEqual([
      { server: '0123456789', from: 'BUILD', to: 'ACTIVE', after: 'create', ms: 2_000, taskState: null },
    ])
    expect(progress.at(-1)).toBe('waiting for ACTIVE after create: server 01234567 is ACTIVE, 2 s')
  })

  test.each([
    ['ERROR', 'The server went to ERROR after create ("No valid host was found.").'],
    ['404', 'The server went to 404 after create.'],
  ])('ends as failed when the server goes to %s', async (status, message) => {
    const { result } = await waitForActive(['BUILD', status])
    expect(result.outcome).toBe('failed')
    expect(result.mismatch).toMatchObject({ message, at: 'body/server/status', expected: 'ACTIVE' })
  })

  test('ends after the timeout', async () => {
    const { result } = await waitForActive(['BUILD'], 3_000)
    expect(result.outcome).toBe('timeout')
    expect(result.mismatch).toMatchObject({
      message: 'The server was not ACTIVE within 3 s after create.',
      actual: 'BUILD after 0.00 s',
    })
  })
})
