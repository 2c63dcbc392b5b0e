import { expect, test } from 'vitest'
import type { Outcome, Report } from '#results'
import { makeReport, makeResult, oneKey, onlyShutoff } from '../../results/report.fixture.ts'
import { watchRuns } from './watch-runs.ts'

const reportOf = (first: Outcome, second: Outcome) =>
  makeReport('run', [makeResult(oneKey, first), makeResult(onlyShutoff, second)])

/** Watches a target whose runs have these results; there is a reason for each, and for each of the parts none of its own. */
async function watched(results: readonly (Report | undefined)[], earlier?: Report): Promise<readonly string[]> {
  const events: string[] = []
  const remaining = [...results]
  await watchRuns(
    {
      next: () => Promise.resolve(remaining.length > 0),
      run(part) {
        events.push(part === undefined ? 'run everything' : 'run what did not pass')
        return Promise.resolve(remaining.shift())
      },
      print: (line) => events.push(line),
    },
    earlier,
  )
  return events
}

test('the first run is of everything, and so is the next one when all passed', async () => {
  const passed = reportOf('pass', 'pass')
  expect(await watched([passed, passed])).toEqual([
    'run everything',
    expect.stringContaining('2 passed.'),
    'run everything',
    'Of all:',
    '  Nothing changed.',
  ])
})

test('what did not pass is run first; what it has changed is not printed again', async () => {
  const events = await watched([reportOf('pass', 'fail'), reportOf('skipped', 'pass'), reportOf('fail', 'pass')])
  expect(events.slice(3)).toEqual([
    'run what did not pass',
    'Of the 1 that did not pass:',
    '  Fixed 1: servers.start.only-shutoff',
    'run everything',
    'Of all:',
    '  Regressed 1: actions.one-key',
  ])
})

test('an earlier report counts as the last run', async () => {
  const events = await watched([reportOf('skipped', 'fail'), reportOf('pass', 'fail')], reportOf('pass', 'fail'))
  expect(events[0]).toBe('run what did not pass')
})

test('a run without a result changes nothing', async () => {
  const failing = reportOf('pass', 'fail')
  expect(await watched([undefined, failing, undefined])).toEqual([
    'run everything',
    'run everything',
    expect.stringContaining('1 passed.'),
    '  Failed 1: servers.start.only-shutoff',
    'run what did not pass',
  ])
})
