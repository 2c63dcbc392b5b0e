/**
 * An emulator that others may have written from edition 2026-05 of the document: it is judged as conformant to the end, with the
 * services and resources that the run finds by itself, and nothing stays behind. Where it lacks a part of the API, only what needs
 * that part is undecided.
 */
import { test } from 'vitest'
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

/** What needs a pair that was set or removed, or one pair shown by itself. */
const ofPairs: readonly string[] = [
  'metadata.delete.keeps-others',
  'metadata.delete.removes',
  'metadata.set.answer',
  'metadata.set.changes',
  'metadata.set.keeps-others',
  'metadata.set.limit',
  'metadata.set.wrapper-required',
  'metadata.unknown-refused',
]

/** What only the volume service shows, where the attachments have no root volume. */
const ofVolumes: readonly string[] = [
  'servers.create.delete-on-termination',
  'servers.create.destination-volume',
  'servers.create.source-volume',
  'servers.create.source-zone',
  'servers.create.volume-counts',
  'servers.create.volume-kept-by-default',
  'servers.create.volume-size',
  'servers.create.volume-type',
]

/** A run, with the names or ids of the resources that it left behind. */
interface TodaysRun extends SuiteRunResult {
  readonly left: readonly string[]
}

async function runToday(options: TodaysOptions): Promise<TodaysRun> {
  const emulator = await startTodaysEmulator({ slowness: 0.5, ...options })
  const { store, authUrl } = emulator
  const names = () => [
    ...[...store.servers.values()].filter(({ status }) => status !== 'DELETED').map(({ name }) => name),
    ...store.keypairs.keys(),
    ...[...store.serverGroups.values(), ...store.ports.values(), ...store.images.values()].map(({ name }) => name),
    ...[...store.volumes.values()].map(({ id, status }) => `${id} ${status}`),
    ...store.securityGroups.values(),
  ]
  const before = names()
  const bootableVolume = [...store.volumes.values()].find(({ isBootable }) => isBootable)?.id
  try {
    const run = await runSuites({
      target: { profile: 'nhn', edition: '2026-05', region: 'KR9' },
      auth: { authUrl, ...account },
      resources: { bootableVolume },
    })
    return { ...run, left: names().filter((name) => !before.includes(name)) }
  } finally {
    await emulator.close()
  }
}

const idsOf = (results: readonly RequirementResult[]): readonly string[] => results.map(({ id }) => id).toSorted()

const isMust = ({ level }: RequirementResult): boolean => level === 'must'

/** Returns what is undecided; no error of the emulator has a code. */
const undecided = ({ resultsWith }: SuiteRunResult): readonly string[] =>
  idsOf(resultsWith('inconclusive')).filter((id) => id !== 'errors.code-matches')

test.concurrent('it judges an emulator of edition 2026-05 to the end', async ({ expect }) => {
  const run = await runToday({})
  expect(run.resultsWith('fail').filter(isMust).map(lineOf)).toEqual([])
  expect(idsOf(run.resultsWith('fail'))).toEqual(unlikeNova)
  expect(undecided(run)).toEqual([])
  expect([run.left, run.report.resources.leaked, run.report.errors]).toEqual([[], [], []])
})

test.concurrent('it leaves undecided what a missing volume service and missing pairs of metadata keep it from seeing', async ({
  expect,
}) => {
  const run = await runToday({ without: ['/metadata/', '/block/'] })
  expect(idsOf(run.resultsWith('fail').filter(isMust))).toEqual(['metadata.set.creates', 'metadata.show.answers'])
  expect(undecided(run)).toEqual([...ofPairs, ...ofVolumes])
  // Nothing can delete the volumes that are kept with `delete_on_termination` false, so the run names them.
  const leaked = run.report.resources.leaked.filter(({ kind }) => kind === 'volume')
  expect(leaked.length).toBe(2)
  expect(run.left.toSorted()).toEqual(leaked.map(({ id }) => `${id} available`).toSorted())
})
