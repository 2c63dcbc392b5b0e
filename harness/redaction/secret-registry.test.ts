import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Report } from '#results'
import { redact, redactReport, registeredSecrets, registerSecrets } from './secret-registry.ts'

test('what was told in confidence is written in no form', () => {
  registerSecrets('open-sesame-42', undefined, '')
  expect(registeredSecrets()).toContain('open-sesame-42')
  expect(redact('the password open-sesame-42 is wrong')).toBe('the password (removed) is wrong')
  expect(redact(Buffer.from('ada:open-sesame-42').toString('base64'))).toContain('(removed)')
  expect(redact('%6fpen-sesame-42')).toBe('(removed)')
})

test('nor in a report, wherever it stands there', () => {
  const text = readFileSync(new URL('../../reporters/example-report.json', import.meta.url), 'utf8')
  const report: Report = JSON.parse(text)
  const reason = report.requirements.findIndex(({ reason }) => reason !== undefined)
  const planted: Report = JSON.parse(text.replaceAll('127.0.0.1', 'open-sesame-42'))
  registerSecrets('open-sesame-42')
  expect(redactReport(report)).toEqual(report)
  expect(JSON.stringify(redactReport(planted))).not.toContain('open-sesame')
  expect(redactReport(planted).requirements[reason]?.text).toEqual(report.requirements[reason]?.text)
})
