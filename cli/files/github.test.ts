import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exampleReport } from '../../reporters/example-report.fixture.ts'
import { fitSummary, writeStepSummary } from './github.ts'

const options = { lang: 'en', failOn: 'must' } as const
const file = join(mkdtempSync(join(tmpdir(), 'summary-')), 'summary.md')

test('a step summary is added to what the step has written before', async () => {
  writeFileSync(file, '# Mine\n')
  await writeStepSummary(exampleReport, options, { GITHUB_STEP_SUMMARY: file })
  await writeStepSummary(exampleReport, options, { GITHUB_STEP_SUMMARY: file })
  const text = readFileSync(file, 'utf8')
  expect(text.startsWith('# Mine\n\n## ❌ Compute API conformance: Not conformant\n')).toBe(true)
  expect(text.match(/^## /gm)).toHaveLength(2)
})

test('a step summary stays within what GitHub accepts', async () => {
  writeFileSync(file, 'x'.repeat(1024 * 1024 - 2_000))
  await writeStepSummary(exampleReport, options, { GITHUB_STEP_SUMMARY: file })
  const text = readFileSync(file, 'utf8')
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024 * 1024)
  expect(text.endsWith('the other reports are complete.\n')).toBe(true)
})

test('a summary ends after a complete section, and is empty when none fits', () => {
  const text = `## Title\n\n### One\n\n${'한'.repeat(50)}\n\n<details>\n${'b'.repeat(200)}\n</details>\n`
  expect(fitSummary(text, 1_000)).toBe(text)
  expect(fitSummary(text, 350)).toMatch(/한\n\nThe summary is too long/)
  expect(fitSummary(text, 10)).toBe('')
})

test('nothing is written without a step summary', async () => {
  await expect(writeStepSummary(exampleReport, options, {})).resolves.toBeUndefined()
})
