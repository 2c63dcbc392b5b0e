import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Report } from '#results'
import { applyExemptions, applyExemptionsToShard } from './exemptions.ts'

const { notes: _, ...report }: Report = JSON.parse(
  readFileSync(new URL('../../reporters/example-report.json', import.meta.url), 'utf8'),
)
const [failed] = report.requirements.filter(({ outcome, known, waived }) => outcome === 'fail' && !known && !waived)
const [passed] = report.requirements.filter(({ outcome }) => outcome === 'pass')
const waivers = [failed, passed].map((result) => ({
  requirement: result?.id ?? '',
  reason: 'r',
  expires: '2027-01-01',
}))
const baseline: Report = {
  ...report,
  requirements: report.requirements.map((result) =>
    result.id === passed?.id ? { ...result, outcome: 'fail', findings: failed?.findings ?? [] } : result,
  ),
}
const exemptions = { waivers, baseline, today: '2026-06-01' }
const waiverReason = ({ requirements }: Report) => requirements.find(({ id }) => id === failed?.id)?.waived?.reason

test('baseline and waivers are both applied', () => {
  const exempted = applyExemptions(report, exemptions)
  expect(waiverReason(exempted)).toBe('r')
  expect(exempted.requirements.filter(({ outcome, known, waived }) => outcome === 'fail' && !known && !waived)).toEqual(
    [],
  )
  expect(exempted.notes).toHaveLength(2)
})

test('the report of a shard gets no notes about exemptions that another shard may need', () => {
  const exempted = applyExemptionsToShard(report, exemptions)
  expect(waiverReason(exempted)).toBe('r')
  expect(exempted).not.toHaveProperty('notes')
  expect(applyExemptionsToShard({ ...report, notes: ['n'] }, exemptions).notes).toEqual(['n'])
})

test('without exemptions the report does not change', () => {
  expect(applyExemptions(report, { today: '2026-06-01' })).toEqual(report)
})
