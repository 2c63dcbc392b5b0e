import { expect, test } from 'vitest'
import { emptyEvidence } from '#model'
import { responseWith } from '../client/api-response.fixture.ts'
import { ApiResponse } from '../client/api-response.ts'
import { TargetTraits } from '../target-traits.ts'
import { inStatus, withoutTask } from './server-status.ts'
import { simulatedRun } from './simulated-run.fixture.ts'
import { waitForServer } from './wait-for-server.ts'

/** Waits for ACTIVE after a create, while the target shows the server with these values. */
async function setUp(server: Readonly<Record<string, unknown>>) {
  const traits = new TargetTraits()
  const run = simulatedRun()
  const { clock } = run
  const call = async () => {
    const { exchange, text } = responseWith(200, { body: { server }, ms: 250 })
    return new ApiResponse(exchange, text, traits)
  }
  const compute = { evidence: emptyEvidence(), run, withPhase: () => ({ call }) }
  const conditions = [inStatus('ACTIVE'), withoutTask]
  const wait = () => waitForServer(compute, 's1', { after: 'create', name: 'create', conditions })
  const { outcome } = await wait()
  const afterFirstMs = clock.now()
  await wait()
  return { outcome, notes: traits.takeNotes(), secondMs: clock.now() - afterFirstMs }
}

const idle = { 'OS-EXT-STS:task_state': null }
const active = { 'OS-EXT-STS:vm_state': 'active' }

test.each(['RUNNING', 'MIGRATING'])(
  'the status %s that a server keeps while its vm_state is active counts as ACTIVE from then on',
  async (status) => {
    const { outcome, notes, secondMs } = await setUp({ status, ...active, ...idle })
    expect(outcome).toBe('reached')
    expect(notes).toEqual([expect.stringContaining(`"${status}"`)])
    expect(secondMs).toBe(0)
  },
)

test.each([
  ['the status is that of another state', { status: 'Shutoff', ...active, ...idle }],
  ['the vm_state is another one', { 'OS-EXT-STS:vm_state': 'paused', ...idle }],
  ['a task is in progress', { ...active, 'OS-EXT-STS:task_state': 'migrating' }],
  ['the target shows no task_state', active],
  ['the target shows no vm_state', idle],
])('a server is not ACTIVE by another name where %s', async (_, values) => {
  const { outcome, notes } = await setUp({ status: 'RUNNING', ...values })
  expect(outcome).not.toBe('reached')
  expect(notes).toEqual([])
})
