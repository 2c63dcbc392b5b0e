import { expect, test } from 'vitest'
import { applyEdition, profiles, requirement } from '#contract'
import { emptyEvidence, type RequirementId } from '#model'
import { computeOutcomes } from './outcomes/requirement-outcomes.ts'
import { verdictOf } from './outcomes/verdict.ts'
import type { RequirementResult } from './report.ts'
import type { TestResult } from './test-result.ts'

const reached: RequirementId = 'flavors.list.answers'
const missed: RequirementId = 'servers.stop.becomes-shutoff'
const unverifiable: RequirementId = 'access.tenant-isolation'

const passing: TestResult = {
  id: 'a',
  title: 'a',
  state: 'passed',
  requirements: [reached],
  errors: [],
  evidence: { ...emptyEvidence(), assertions: [{ requirement: reached, by: 'suite' }] },
}

/** A test that said why it was skipped, while another one of the same requirement was not reached. */
const skipped: TestResult = {
  id: 'b',
  title: 'b',
  state: 'skipped',
  note: 'no way to every state',
  requirements: [missed],
  errors: [],
  evidence: emptyEvidence(),
}

function outcomesOf(isInterrupted: boolean): readonly RequirementResult[] {
  const profile = profiles['toast']
  if (!profile) throw new TypeError('There is no profile toast.')
  const selection = { only: [], skip: [], off: {} }
  const scope = { capabilities: ['server'], missing: {}, selection, readOnly: false, isInterrupted } as const
  return computeOutcomes(
    [reached, missed, unverifiable].map(requirement),
    [passing, skipped],
    applyEdition(profile, '2020-03'),
    scope,
  )
}

test('in an interrupted run, what was not reached is inconclusive for that reason', () => {
  const results = outcomesOf(true)
  expect(results.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['pass', undefined],
    ['inconclusive', 'The run was interrupted before this was tested.'],
    ['skipped', 'needs otherTenant'],
  ])
  expect(verdictOf(results)).toBe('inconclusive')
})

test('in a complete run, a skipped test gives its own reason', () => {
  expect(outcomesOf(false)[1]).toMatchObject({ outcome: 'skipped', reason: 'no way to every state' })
})
