/**
 * An answer that the emulator was told to give says so. It can be as wrong as any and is called wrong; but it shows nothing that
 * the target does by itself, so it covers nothing of the contract and fulfils no requirement.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type RunningEmulator, startEmulator } from '#emulator'
import type { Report } from '#results'
import { command, newFolder, write } from './process.fixture.ts'

interface Told {
  /** Faults that it has from the start. */
  readonly faults?: readonly string[]
  readonly steer?: (steering: RunningEmulator['control']) => void
}

async function verified({ faults = [], steer }: Told, ...args: readonly string[]) {
  const emulator = await startEmulator({ control: true, faults })
  onTestFinished(() => emulator.close())
  steer?.(emulator.control)
  const folder = newFolder()
  const config = write(folder, 'config.json', emulator.config)
  const run = ['run', '--config', config, '--out', folder, '--report', 'json', '--timeout-scale', '0.05']
  const { err } = await command(...run, ...args)
  const report: Report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
  const outcome = (id: string) => report.requirements.find((one) => one.id === id)?.outcome
  const failed = report.requirements.filter((one) => one.outcome === 'fail').map(({ id }) => id)
  return { report, outcome, failed, err }
}

const zones = ['--only', 'zones.hosts', 'zones.list.answers', 'status.list-zones', '--read-only']

describe('an answer that confesses a fault', () => {
  test('is not needed where the target itself has the fault', async () => {
    const { failed, report } = await verified({ faults: ['zones-hosts-exposed'] }, ...zones)
    expect(failed).toEqual(['zones.hosts'])
    expect(report.coverage.operations['listAvailabilityZones']).toBeGreaterThan(0)
  })

  test('is called wrong where a named fault was switched on, and covers nothing', async () => {
    const { failed, outcome, report } = await verified(
      { steer: (to) => to.enableFault('zones-hosts-exposed') },
      ...zones,
    )
    expect(failed).toEqual(['zones.hosts'])
    expect(report.verdict).toBe('nonconformant')
    expect(report.coverage.operations['listAvailabilityZones']).toBe(0)
    expect(outcome('zones.list.answers')).toBe('inconclusive')
    const [first] = report.requirements.filter((one) => one.outcome === 'inconclusive')
    expect(first?.reason).toBe('The emulator reported an injected fault during the test: zones-hosts-exposed.')
  })

  test.each([403, 500])('is called wrong where it was injected (%i)', async (status) => {
    const injection = { name: 'tried', operation: 'zones.list', status }
    const { failed, report } = await verified({ steer: (to) => to.addFaultRule(injection) }, ...zones)
    expect(failed).toContain('zones.list.answers')
    expect(report.coverage.operations['listAvailabilityZones']).toBe(0)
  })

  test('acquits nobody, however right it looks', async () => {
    const injection = { name: 'slow', operation: 'zones.list', delay: 1 }
    const { failed, outcome, report } = await verified({ steer: (to) => to.addFaultRule(injection) }, ...zones)
    expect(failed).toEqual([])
    expect(outcome('zones.list.answers')).toBe('inconclusive')
    expect(outcome('zones.hosts')).not.toBe('pass')
    expect(report.verdict).toBe('inconclusive')
    expect(report.coverage.operations['listAvailabilityZones']).toBe(0)
  })
})

test('what the control API is told is no request to the target', async () => {
  let requests: RunningEmulator['control']['requests'] = () => []
  const { report, outcome } = await verified(
    {
      steer: (to) => {
        requests = to.requests
      },
    },
    ...['--only', 'servers.state.paused', 'servers.start.only-shutoff'],
  )
  expect(outcome('servers.state.paused')).toBe('pass')
  expect(report.exchanges.filter(({ url }) => url.includes('_emulator'))).toEqual([])
  expect(report.exchanges.some(({ body }) => body?.includes('"PAUSED"'))).toBe(true)
  // Beside what the report knows there are the look around before and the clearing up afterwards.
  expect(requests().length).toBeGreaterThanOrEqual(report.requests)
})
