import { describe, expect, test } from 'vitest'
import { type RecordedOutcome, type RecordedRun, type ReportedTransition, summarizeHistory } from '#results'
import { historyRenderers } from '../index.ts'
import { sparkline } from './labels.ts'

const hostile = '\u001b[2J::error::x\n<img src=x>|\u202e'
const series = { target: `http://127.0.0.1:1/${hostile}`, profile: 'toast', edition: '2020-03' }
const pass = (id: string): RecordedOutcome => ({ id, level: 'must', outcome: 'pass' })
const fail = (id: string): RecordedOutcome => ({
  ...{ id, level: 'must', outcome: 'fail' },
  finding: { message: `Wrong ${hostile}`, expected: '409', actual: hostile },
})
const transition: ReportedTransition = { from: 'BUILD', to: hostile, after: 'create', ms: 1_500 }

const outcomes = [
  [pass('servers.show'), pass('servers.list'), pass('keypairs.list')],
  [pass('servers.show'), fail('servers.list'), fail('keypairs.list')],
  [fail('servers.show'), pass('servers.list'), pass('keypairs.list')],
  [fail('servers.show'), fail('servers.list'), pass('keypairs.list')],
]
const runs = outcomes.map(
  (results, index): RecordedRun => ({
    runId: `run-${index + 1}`,
    startedAt: `2026-01-0${index + 1}T03:04:05.000Z`,
    series,
    tool: '0.1.0',
    verdict: 'nonconformant',
    durationMs: 1_000,
    outcomes: results,
    transitions: [transition],
  }),
)
const others = [{ ...series, profile: 'nhn', edition: '2026-05', runs: 3, latest: '2026-01-01T00:00:00.000Z' }]
const summary = summarizeHistory(series, runs, 20, others)
const empty = summarizeHistory(series, [], 20)

const formats = ['text', 'markdown', 'html', 'json'] as const
const languages = ['en', 'ko'] as const

describe.for(formats.flatMap((format) => languages.map((lang) => [format, lang] as const)))(
  'the %s renderer in %s',
  ([format, lang]) => {
    test.for([
      ['a history', historyRenderers[format](summary, { lang })],
      ['an empty one', historyRenderers[format](empty, { lang })],
    ] as const)('sanitizes %s', ([, text]) => {
      expect(text.match(/\u202e|(?![\t\n])\p{Cc}/gu)).toBeNull()
      expect(text.split('\n').filter((line) => /^\s*::/.test(line))).toEqual([])
      if (format === 'html') expect(text).not.toContain('<img')
      if (format === 'markdown') expect(text.replaceAll(/`[^`]*`/g, '')).not.toContain('<img')
      expect(text.endsWith('\n')).toBe(true)
    })
  },
)

test('the text shows what fails since when, changes, flakiness and times', () => {
  const text = historyRenderers.text(summary, { lang: 'en' })
  expect(text).toMatch(/toast · 2020-03 · 4 runs$/m)
  expect(text).toMatch(/^Latest run run-4: 2026-01-04 03:04 · 1 passed · 2 failed · Not conformant$/m)
  expect(text).toMatch(/^ {2}✗ servers\.show \(must\): since run run-3 \(2026-01-03 03:04\), regressed\n {6}Wrong /m)
  expect(text).toMatch(
    /^Regressed and fixed in the last 4 runs \(6\)\n {2}2026-01-04 03:04 {2}✗ regressed {2}servers\.list/m,
  )
  expect(text).toMatch(/^ {2}2026-01-03 03:04 {2}✓ fixed {6}keypairs\.list \(must\) +run-3$/m)
  expect(text).toMatch(/^ {2}servers\.list \(must\) +changed in 3 of 4 runs +✓✗✓✗$/m)
  expect(text).toMatch(/^ {2}BUILD → .* +create +4 +1\.5 s +1\.5 s +████$/m)
  expect(text).toMatch(/^Also in the file\n.* nhn +2026-05 +3 runs$/m)
})

test('the text says when nothing fails', () => {
  expect(historyRenderers.text(empty, { lang: 'en' })).toMatch(/0 runs\n\nNo requirement fails\.\n$/)
})

test('the page shows what fails since when, and a bar for the time of each run', () => {
  const page = historyRenderers.html(summary, { lang: 'en' })
  expect(page).toMatch(
    /servers\.show<\/th><td>must<\/td><td class="wrap">since run run-3 \(2026-01-03 03:04\), regressed/,
  )
  expect(page).toContain('<td>changed in 3 of 4 runs</td><td>✓✗✓✗</td>')
  expect(page.match(/<rect [^>]*height="24"><title>1\.5 s<\/title>/g)).toHaveLength(4)
})

test('JSON is the summary', () => {
  expect(JSON.parse(historyRenderers.json(summary))).toEqual(JSON.parse(JSON.stringify(summary)))
})

test('a sparkline begins at zero and has gaps', () => {
  expect(sparkline([0, 50, null, 100])).toBe('▁▅ █')
  expect(sparkline([])).toBe('')
})
