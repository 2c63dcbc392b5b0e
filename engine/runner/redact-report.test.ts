import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { registerSecrets } from '#harness/core'
import type { Report } from '#results'
import { redactReport } from './redact-report.ts'

test('redacts registered secrets anywhere in a report and leaves the rest unchanged', () => {
  const text = readFileSync(new URL('../../reporters/example-report.json', import.meta.url), 'utf8')
  const report: Report = JSON.parse(text)
  const withSecret: Report = JSON.parse(text.replaceAll('127.0.0.1', 'open-sesame-42'))
  registerSecrets('open-sesame-42')
  expect(redactReport(report)).toEqual(report)
  expect(JSON.stringify(withSecret)).toContain('open-sesame')
  expect(JSON.stringify(redactReport(withSecret))).not.toContain('open-sesame')
  expect(redactReport(withSecret).requirements.map((requirement) => requirement.text)).toEqual(
    report.requirements.map((requirement) => requirement.text),
  )
})
