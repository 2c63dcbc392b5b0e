import { expect, test } from 'vitest'
import type { Outcome } from '#results'
import { makeReport, makeResult, oneKey, onlyShutoff } from '../../results/report.fixture.ts'
import { changedOutcomes, firstOutcomes, limitedTo, updatedWith } from './changed-outcomes.ts'

const reportOf = (first: Outcome, second: Outcome) =>
  makeReport('run', [makeResult(oneKey, first), makeResult(onlyShutoff, second)])

test.each<[Outcome, Outcome, readonly string[]]>([
  ['pass', 'pass', ['Fixed 1: actions.one-key', 'Regressed 1: servers.start.only-shutoff']],
  ['fail', 'pass', ['Regressed 1: servers.start.only-shutoff', 'Still failing: 1.']],
  ['inconclusive', 'inconclusive', ['Changed 1: actions.one-key (fail → inconclusive)']],
])('changes are one line for each kind', (first, second, lines) => {
  const after = reportOf(first, second === 'inconclusive' ? 'pass' : 'fail')
  expect(changedOutcomes(reportOf('fail', 'pass'), after)).toEqual(lines)
})

test('an unchanged report is shown in one line, and the remaining failures in another', () => {
  expect(changedOutcomes(reportOf('pass', 'pass'), reportOf('pass', 'pass'))).toEqual(['Nothing changed.'])
  const failing = reportOf('pass', 'fail')
  expect(changedOutcomes(failing, failing)).toEqual(['Nothing changed.', 'Still failing: 1.'])
})

test('the first run is its verdict, what passed and what failed', () => {
  const [verdict, failed] = firstOutcomes(reportOf('pass', 'fail'))
  expect(verdict).toMatch(/: 1 passed\.$/)
  expect(failed).toBe('Failed 1: servers.start.only-shutoff')
})

test('the outcomes of a part replace earlier ones', () => {
  const part = limitedTo(reportOf('fail', 'pass'), new Set([onlyShutoff]))
  expect(updatedWith(reportOf('pass', 'fail'), part).requirements.map(({ outcome }) => outcome)).toEqual([
    'pass',
    'pass',
  ])
})
