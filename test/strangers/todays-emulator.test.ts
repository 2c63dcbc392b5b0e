/**
 * An emulator that others may have written from edition 2026-05 of the document: it is judged as conformant to the end, with the
 * services and resources that the run finds by itself, and nothing stays behind. Where it has no part of the API, only what needs
 * that part is undecided.
 */
import { expect, test } from 'vitest'
import type { RequirementResult } from '#results'
import { runSuites, type SuiteRunResult } from '../fixtures/run-suites.ts'
import { lineOf } from './run-target.ts'
import { account, startTodaysEmulator, type TodaysOptions } from './todays-emulator/todays-emulator.ts'

/** What the document does not say, and Nova does otherwise. */
const unlikeNova: readonly string[] = [
  'errors.envelope',
  'keypairs.create.name-length',
  'servers.create.foreign-values-refused',
  'servers.detail.bad-query-refused',
  'servers.list.bad-query-refused',
  'servers.resize.stays-shutoff',
  'status.set-metadata',
]

interface TodaysRun extends SuiteRunResult {
  /** What the emulator still has, by name, beside what it had before. */
  readonly left: readonly string[]
}

async function runToday(options: TodaysOptions = {}, limits = {}): Promise<TodaysRun> {
  const emulator = await startTodaysEmulator(options)
  const { store, authUrl } = emulator
  const [spare, system] = [...store.volumes.keys()]
  const names = () => [
    ...[...store.servers.values()].filter(({ status }) => status !== 'DELETED').map(({ name }) => name),
    ...store.keypairs.keys(),
    ...[...store.serverGroups.values(), ...store.ports.values(), ...store.images.values()].map(({ name }) => name),
    ...[...store.volumes.values()].map(({ name, status }) => `${name} ${status}`),
    ...store.securityGroups.values(),
  ]
  const before = names()
  try {
    const run = await runSuites({
      target: { profile: 'nhn', edition: '2026-05', region: 'KR9' },
      auth: { authUrl, ...account },
      resources: { volume: spare, bootableVolume: system, availabilityZone: 'kr-test-1' },
      limits,
    })
    return { ...run, left: names().filter((name) => !before.includes(name)) }
  } finally {
    await emulator.close()
  }
}

const idsOf = (results: readonly RequirementResult[]): readonly string[] => results.map(({ id }) => id).toSorted()

const isMust = ({ level }: RequirementResult): boolean => level === 'must'

test.concurrent('a run judges an emulator of edition 2026-05 to the end', async ({ expect: expectHere }) => {
  const run = await runToday()
  expectHere(run.resultsWith('fail').filter(isMust).map(lineOf)).toEqual([])
  expectHere(idsOf(run.resultsWith('fail'))).toEqual(unlikeNova)
  expectHere(idsOf(run.resultsWith('inconclusive'))).toEqual(['errors.code-matches'])
  expectHere([run.left, run.report.resources.leaked, run.report.errors]).toEqual([[], [], []])
})

expect.extend({})
