import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Report } from '#results'
import { confide, confidences, discreet, discreetReport } from './discretion.ts'

test('what was told in confidence is written in no form', () => {
  confide('open-sesame-42', undefined, '')
  expect(confidences()).toContain('open-sesame-42')
  expect(discreet('the password open-sesame-42 is wrong')).toBe('the password (removed) is wrong')
  expect(discreet(Buffer.from('ada:open-sesame-42').toString('base64'))).toContain('(removed)')
  expect(discreet('%6fpen-sesame-42')).toBe('(removed)')
})

test('nor in a report, wherever it stands there', () => {
  const text = readFileSync(new URL('../reporters/fixed-report.json', import.meta.url), 'utf8')
  const report: Report = JSON.parse(text)
  const reason = report.requirements.findIndex(({ reason }) => reason !== undefined)
  const planted: Report = JSON.parse(text.replaceAll('127.0.0.1', 'open-sesame-42'))
  confide('open-sesame-42')
  expect(discreetReport(report)).toEqual(report)
  expect(JSON.stringify(discreetReport(planted))).not.toContain('open-sesame')
  expect(discreetReport(planted).requirements[reason]?.text).toEqual(report.requirements[reason]?.text)
})
