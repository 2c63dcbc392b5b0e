import { expect, test } from 'vitest'
import { makeReport, makeResult, onlyShutoff } from '../../results/report.fixture.ts'
import { localizeFindings } from './localize-findings.ts'

const finding = {
  message: 'POST /servers succeeded with 202 but must be rejected.',
  at: 'status',
  expected: 'a rejection (4xx)',
  actual: '{"a rejection":"(4xx)"}',
}
const report = makeReport('r', [makeResult(onlyShutoff, 'fail', { findings: [finding] })])

test('translates what the suite worded, and leaves values as they are', () => {
  expect(localizeFindings(report, 'ko').requirements[0]?.findings).toEqual([
    {
      message: 'POST /servers 요청은 거부되어야 하지만 202로 성공함.',
      at: 'status',
      expected: '거부(4xx)',
      actual: finding.actual,
    },
  ])
})

test('changes nothing in English', () => {
  expect(localizeFindings(report, 'en')).toEqual(report)
})
