import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Report } from '#results'
import { postProcess, postProcessPart } from './exemptions.ts'

const { notes: _, ...report }: Report = JSON.parse(
  readFileSync(new URL('../../reporters/example-report.json', import.meta.url), 'utf8'),
)
const [failed] = report.requirements.filter(({ outcome, known, waived }) => outcome === 'fail' && !known && !waived)
const [passed] = report.requirements.filter(({ outcome }) => outcome === 'pass')
const waivers = [failed, passed].map((one) => ({ requirement: one?.id ?? '', reason: 'r', expires: '2027-01-01' }))
const baseline: Report = {
  ...report,
  requirements: report.requirements.map((one) =>
    one.id === passed?.id ? { ...one, outcome: 'fail', findings: failed?.findings ?? [] } : one,
  ),
}
const excuses = { waivers, baseline, today: '2026-06-01' }
const waivedIn = ({ requirements }: Report) => requirements.find(({ id }) => id === failed?.id)?.waived?.reason

test('baseline and waivers both have their say', () => {
  const processed = postProcess(report, excuses)
  expect(waivedIn(processed)).toBe('r')
  expect(processed.requirements.filter((one) => one.outcome === 'fail' && !one.known && !one.waived)).toEqual([])
  expect(processed.notes).toHaveLength(2)
})

test('a part of the suites is excused alike, but says nothing of excuses that another part may need', () => {
  const processed = postProcessPart(report, excuses)
  expect(waivedIn(processed)).toBe('r')
  expect(processed).not.toHaveProperty('notes')
  expect(postProcessPart({ ...report, notes: ['n'] }, excuses).notes).toEqual(['n'])
})

test('without excuses nothing changes', () => {
  expect(postProcess(report, { today: '2026-06-01' })).toEqual(report)
})
