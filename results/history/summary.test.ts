import { describe, expect, test } from 'vitest'
import { makeFinding, makeReport, makeResult, oneKey, onlyShutoff } from '../report.fixture.ts'
import type { Outcome, ReportedTransition } from '../report.ts'
import { recordedRun } from './recorded-run.ts'
import { summarizeHistory } from './summary.ts'

const series = { target: 'http://127.0.0.1:1', profile: 'toast', edition: '2020-03' }

/** Runs `run-1`, `run-2`… one day apart, in which one requirement has these outcomes. A failure's finding names its run. */
const runsWith = (...outcomes: readonly (Outcome | 'off')[]) =>
  outcomes.map((outcome, index) => {
    const result =
      outcome === 'off'
        ? makeResult(oneKey, 'skipped', { off: true })
        : makeResult(oneKey, outcome, outcome === 'fail' ? { findings: [makeFinding(`In run ${index + 1}.`)] } : {})
    return recordedRun(
      makeReport(`run-${index + 1}`, [result, makeResult(onlyShutoff, 'pass')], {
        startedAt: `2026-01-${String(index + 1).padStart(2, '0')}T00:00:00.000Z`,
      }),
    )
  })
const summarize = (runs: ReturnType<typeof runsWith>, last = 20) => summarizeHistory(series, runs, last)

describe('recordedRun', () => {
  test('calls the embedded emulator by its name, since its port differs in every run', () => {
    const target = {
      url: 'http://127.0.0.1:4711',
      profile: 'nhn',
      edition: '2026-05' as const,
      versions: [],
      embedded: true,
    }
    expect(recordedRun(makeReport('a', [], { target })).series).toEqual({
      target: 'embedded',
      profile: 'nhn',
      edition: '2026-05',
    })
  })

  test('keeps the first finding, and failures that are accepted', () => {
    const findings = [makeFinding('First.'), makeFinding('Second.')]
    const known = 'also failed in run a'
    const { outcomes } = recordedRun(makeReport('b', [makeResult(oneKey, 'fail', { findings, known })]))
    const finding = { message: 'First.', expected: '409', actual: '202' }
    expect(outcomes).toEqual([{ id: oneKey, level: 'must', outcome: 'fail', finding }])
  })
})

describe('failing requirements', () => {
  test('have failed since the first run of the last failures in a row, with its finding', () => {
    const { failing } = summarize(runsWith('fail', 'pass', 'fail', 'inconclusive', 'fail'))
    expect(failing).toMatchObject([
      { id: oneKey, outcome: 'fail', regressed: true, since: { runId: 'run-3' }, finding: { message: 'In run 3.' } },
    ])
  })

  test('have not regressed where they never passed', () => {
    expect(summarize(runsWith('skipped', 'fail')).failing).toMatchObject([
      { regressed: false, since: { runId: 'run-2' } },
    ])
  })

  test('began before the window, too', () => {
    const { failing, changes, window } = summarize(runsWith('pass', 'fail', 'fail', 'fail'), 2)
    expect(window.map(({ runId }) => runId)).toEqual(['run-3', 'run-4'])
    expect(failing).toMatchObject([{ since: { runId: 'run-2' } }])
    expect(changes).toEqual([])
  })

  test('still fail when the last run did not test them', () => {
    for (const outcome of ['off', 'skipped', 'unobserved', 'inconclusive', 'error'] as const)
      expect(summarize(runsWith('pass', 'fail', outcome)).failing).toMatchObject([
        { id: oneKey, since: { runId: 'run-2' } },
      ])
  })

  test('include unstable ones', () => {
    expect(summarize(runsWith('pass', 'unstable')).failing).toMatchObject([{ outcome: 'unstable' }])
  })
})

test('changes are regressions and fixes, the latest first, each with its run and what failed', () => {
  expect(summarize(runsWith('pass', 'fail', 'inconclusive', 'pass')).changes).toMatchObject([
    { kind: 'fixed', id: oneKey, run: { runId: 'run-4' }, finding: { message: 'In run 2.' } },
    { kind: 'regressed', id: oneKey, run: { runId: 'run-2' }, finding: { message: 'In run 2.' } },
  ])
})

describe('flaky requirements', () => {
  test.for<[number, readonly (Outcome | 'off')[]]>([
    [3, ['pass', 'fail', 'pass', 'fail']],
    [2, ['pass', 'inconclusive', 'pass']],
    [2, ['pass', 'unstable', 'unstable']],
    [2, ['pass', 'fail', 'off', 'skipped', 'unobserved', 'pass']],
  ])('changed in %i runs of %j', ([changes, outcomes]) => {
    expect(summarize(runsWith(...outcomes)).flaky).toMatchObject([{ id: oneKey, changes }])
  })

  test('are none that changed once', () => {
    expect(summarize(runsWith('pass', 'fail', 'fail')).flaky).toEqual([])
    expect(summarize(runsWith('fail', 'off', 'pass')).flaky).toEqual([])
  })

  test('have an outcome for each run of the window, and count the runs that tested them', () => {
    const [flaky] = summarize(runsWith('fail', 'pass', 'fail', 'off', 'pass'), 4).flaky
    expect(flaky).toMatchObject({ changes: 2, runs: 3, outcomes: ['pass', 'fail', null, 'pass'] })
  })
})

test('transitions have p50 and p95 over all runs of the window, and the median of each', () => {
  const transition = (ms: number): ReportedTransition => ({ from: 'BUILD', to: 'ACTIVE', after: 'create', ms })
  const runs = [[9_000], [30, 10, 20], [], [100]].map((times, index) =>
    recordedRun(makeReport(`run-${index}`, [], { transitions: times.map(transition) })),
  )
  expect(summarize(runs, 3).transitions).toEqual([
    { from: 'BUILD', to: 'ACTIVE', after: 'create', count: 4, p50: 20, p95: 100, medians: [20, null, 100] },
  ])
})

test('a history without runs is empty', () => {
  expect(summarize([])).toMatchObject({ runs: 0, window: [], failing: [], changes: [], flaky: [], transitions: [] })
})
