/** `--max-servers` is never exceeded and nothing is left, whatever a target makes of requests to create servers. */
import { expect, onTestFinished, test } from 'vitest'
import {
  type CreateResponse,
  type LenientOptions,
  type LenientTarget,
  startLenientTarget,
} from '../fixtures/lenient-target.ts'
import { runSuites } from '../fixtures/run-suites.ts'

const error = (status: number, name: string) => ({ status, body: { [name]: { code: status, message: 'No.' } } })

async function lenientTarget(options: LenientOptions): Promise<LenientTarget> {
  const target = await startLenientTarget(options)
  onTestFinished(() => target.close())
  return target
}

/** Creates that say something else than what happened, by turns. */
const byTurns: CreateResponse = (nth, wasValid) => {
  if (nth % 5 === 2) return error(500, 'computeFault')
  if (nth % 5 === 3 && !wasValid) return error(400, 'badRequest')
  if (nth % 5 === 4) return { status: 202, body: { server: {} } }
  return undefined
}

async function runAgainst(target: LenientTarget, limit: number, limits: object = target.config.limits) {
  const config = { ...target.config, limits }
  const run = await runSuites(config, { maxServers: limit, timeoutScale: 0.05 })
  const leaked = run.report.resources.leaked.filter(({ kind }) => kind === 'server').map(({ id }) => id)
  return { run, leaked: leaked.toSorted() }
}

test.each([
  [1, '2020-03'],
  [2, '2026-05'],
  [4, '2020-03'],
] as const)('a target that accepts every create, with a limit of %i and nothing costly', async (limit, edition) => {
  const target = await lenientTarget({ emulator: { edition } })
  const { leaked } = await runAgainst(target, limit, { allowCostly: false })
  expect(leaked).toEqual([])
  expect(target.serverIds).toEqual([])
  expect(target.volumeSizes).toEqual([])
  expect(target.largestVolume).toBe(20)
  expect(target.peak).toBeLessThanOrEqual(limit)
})

test.each([1, 2, 4])('a target whose responses deny what it created, with a limit of %i', async (limit) => {
  const target = await lenientTarget({ respondToCreate: byTurns, emulator: { timing: { delete: 300 } } })
  const { run, leaked } = await runAgainst(target, limit, { allowCostly: false })
  expect(target.peak).toBeLessThanOrEqual(limit)
  // Nothing tells that a server is the run's whose create was denied and had no name, or a short one as for Windows.
  const nameless = target.serverIds.filter((id) => !leaked.includes(id))
  expect(target.namesOf(nameless).filter((name) => /^conformance-[\da-f]{8}-/.test(name))).toEqual([])
  expect(leaked).toEqual(target.serverIds.filter((id) => !nameless.includes(id)).toSorted())
  const errors = run.report.errors.filter((error) => error.startsWith('It is unknown whether a server'))
  expect(errors.length > 0).toBe(nameless.length > 0)
})

test.each([
  ['accepts DELETE in vain', 204],
  ['rejects every DELETE because of a conflict', 409],
])('a target that %s: what is left is what it still lists', async (_, deleteStatus) => {
  const target = await lenientTarget({ deleteStatus })
  const { run, leaked } = await runAgainst(target, 2)
  expect(target.peak).toBeLessThanOrEqual(2)
  expect(leaked).toEqual(target.serverIds.toSorted())
  expect(run.requirement('servers.delete.removes').outcome).toBe('fail')
})

const quotaTexts: readonly [string, number, unknown][] = [
  [
    'the text of later releases',
    403,
    {
      forbidden: { code: 403, message: 'Quota exceeded for instances: Requested 1, but already used 1 of 1 instances' },
    },
  ],
  [
    'the legacy text',
    413,
    {
      overLimit: {
        code: 413,
        message: 'Instance quota exceeded. You cannot run any more instances of this type.',
        retryAfter: 0,
      },
    },
  ],
]

test.each(quotaTexts)(
  'a quota of one server in %s: the run goes on with one and says so once',
  async (_, status, body) => {
    const target = await lenientTarget({ quota: { servers: 1, status, body } })
    const { run, leaked } = await runAgainst(target, 4)
    expect(leaked).toEqual([])
    expect(target.serverIds).toEqual([])
    expect(run.resultsWith('fail')).toEqual([])
    expect(run.resultsWith('inconclusive').map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
    expect(run.report.notes?.filter((note) => /quota/.test(note))).toEqual([
      expect.stringContaining('fewer servers at once'),
    ])
  },
)
