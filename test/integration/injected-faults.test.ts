/**
 * The emulator reports in a header that a response was changed through the control API. A violation in such a response counts,
 * but it covers nothing and passes no requirement, because it does not show what the target does by itself.
 */
import { describe, expect, onTestFinished, test } from 'vitest'
import { type RunningEmulator, startEmulator } from '#emulator'
import { keyRing } from '../fixtures/key-ring.ts'
import { runCli } from '../fixtures/run-cli.ts'

interface Setup {
  /** Faults that are part of the emulator from the start, which it does not report. */
  readonly faults?: readonly string[]
  readonly edition?: '2020-03' | '2026-05'
  readonly control?: (control: RunningEmulator['control']) => void
}

async function runWith(
  { faults = [], edition = '2020-03', control }: Setup,
  only: readonly string[],
  ...args: readonly string[]
) {
  const emulator = await startEmulator({ keyRing, control: true, faults, edition })
  onTestFinished(() => emulator.close())
  control?.(emulator.control)
  const run = await runCli(emulator.config, { only, args })
  const failed = run.resultsWith('fail').map(({ id }) => id)
  const coveredZones = run.report?.coverage.operations['listAvailabilityZones']
  return { run, failed, coveredZones }
}

const runZones = (setup: Setup) =>
  runWith(setup, ['zones.hosts', 'zones.list.answers', 'status.list-zones'], '--read-only')

describe('a response', () => {
  test('covers its operation when the target has the fault from the start', async () => {
    const { failed, coveredZones } = await runZones({ faults: ['zones-hosts-exposed'] })
    expect(failed).toEqual(['zones.hosts'])
    expect(coveredZones).toBeGreaterThan(0)
  })

  test('with a fault that was enabled later is a violation and covers nothing', async () => {
    const { run, failed, coveredZones } = await runZones({
      control: (control) => control.enableFault('zones-hosts-exposed'),
    })
    expect(failed).toEqual(['zones.hosts'])
    expect(run.report?.verdict).toBe('nonconformant')
    expect(coveredZones).toBe(0)
    expect(run.requirement('zones.list.answers').outcome).toBe('inconclusive')
    expect(run.resultsWith('inconclusive')[0]?.reason).toBe(
      'The emulator reported an injected fault during the test: zones-hosts-exposed.',
    )
  })

  test.each([403, 500])('with an injected status %i is a violation and covers nothing', async (status) => {
    const rule = { name: 'status', operation: 'zones.list', status }
    const { failed, coveredZones } = await runZones({ control: (control) => control.addFaultRule(rule) })
    expect(failed).toContain('zones.list.answers')
    expect(coveredZones).toBe(0)
  })

  test('with an injected delay passes no requirement, although it is correct', async () => {
    const rule = { name: 'slow', operation: 'zones.list', delay: 1 }
    const { run, failed, coveredZones } = await runZones({ control: (control) => control.addFaultRule(rule) })
    expect(failed).toEqual([])
    expect(run.requirement('zones.list.answers').outcome).toBe('inconclusive')
    expect(run.requirement('zones.hosts').outcome).not.toBe('pass')
    expect(run.report?.verdict).toBe('inconclusive')
    expect(coveredZones).toBe(0)
  })
})

test.each([
  {
    edition: '2020-03',
    // The test of this requirement starts a server that was renamed while it was stopped.
    beside: ['servers.resize.stays-shutoff'],
    faultOf: {
      'images.create.named': 'deep-image-name-in-lower-case',
      'servers.create.block-device-mapping': 'deep-root-last-refused',
      'servers.list.name-regex': 'deep-list-name-class-unfound',
      'servers.update.answer': 'deep-update-answer-without-metadata',
      'servers.update.renames': 'deep-renamed-while-stopped-lost',
    },
  },
  {
    edition: '2026-05',
    beside: [],
    faultOf: {
      'servers.detail.flavor': 'deep-detail-flavor-without-shelved',
      'servers.detail.reservation-id': 'deep-detail-reservation-without-renamed',
      'server-groups.members.deleted': 'deep-server-groups-list-deleted-members',
      'server-groups.members.created': 'deep-server-group-with-former-members',
      'servers.list.limit': 'deep-list-reservation-without-limit',
      'servers.show.answers': 'deep-hidden-without-keypair',
      'servers.create.delete-on-termination': 'deep-volume-of-snapshot-kept',
    },
  },
] as const)(
  'faults of one form of a value, one order or one state are violations in edition $edition',
  async (setup) => {
    const { edition, faultOf, beside } = setup
    const only = [...Object.keys(faultOf), ...beside]
    const { failed } = await runWith({ edition, faults: Object.values(faultOf) }, only)
    expect(failed.toSorted()).toEqual(Object.keys(faultOf).toSorted())
  },
)

test('requests to the control API are not part of the report', async () => {
  let requests: RunningEmulator['control']['requests'] = () => []
  const { run } = await runWith(
    {
      control: (control) => {
        requests = control.requests
      },
    },
    ['servers.state.paused', 'servers.start.only-shutoff'],
  )
  const exchanges = run.report?.exchanges ?? []
  expect(run.requirement('servers.state.paused').outcome).toBe('pass')
  expect(exchanges.filter(({ url }) => url.includes('_emulator'))).toEqual([])
  expect(exchanges.some(({ body }) => body?.includes('"PAUSED"'))).toBe(true)
  // The report does not count the requests of the discovery and the cleanup.
  expect(requests().length).toBeGreaterThanOrEqual(run.report?.requests ?? Number.NaN)
})
