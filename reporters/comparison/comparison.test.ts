import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compareReports, type Report } from '#results'
import { comparisonRenderers } from '../index.ts'

const report: Report = JSON.parse(readFileSync(new URL('../example-report.json', import.meta.url), 'utf8'))
const [first] = report.requirements

/** A run in which what failed passed, and all else was not there yet or is no more. */
const earlier: Report = {
  ...report,
  runId: 'earlier',
  requirements: [
    ...report.requirements
      .filter(({ outcome }) => outcome !== 'unobserved')
      .map((result) =>
        result.outcome === 'fail'
          ? { ...result, outcome: 'pass' as const, findings: [] }
          : result.outcome === 'pass'
            ? { ...result, outcome: 'unstable' as const, variant: 'another <b>reading</b>' }
            : result,
      ),
    ...(first ? [{ ...first, id: 'keypairs.list.array' as const, outcome: 'pass' as const, findings: [] }] : []),
  ],
}

const pair = compareReports([earlier, report])
const matrix = compareReports([
  earlier,
  report,
  { ...report, target: { ...report.target, url: 'http://127.0.0.1:3|<i>' } },
])

const formats = ['text', 'json', 'markdown'] as const
const every = formats.flatMap((format) => (['en', 'ko'] as const).map((lang) => [format, lang] as const))

test('every format has its renderer', () => {
  expect(Object.keys(comparisonRenderers)).toEqual(formats)
})

describe.for(every)('%s in %s', ([format, lang]) => {
  const texts = [pair, matrix].map((comparison) => comparisonRenderers[format](comparison, { lang }))

  test('ends its last line and lets nothing through that acts', () => {
    for (const text of texts) {
      expect(text.endsWith('\n')).toBe(true)
      expect(text.match(/[\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|(?![\t\n])\p{Cc}/gu)).toBeNull()
      expect(text.split('\n').filter((line) => /^\s*::/.test(line))).toEqual([])
      expect(text).not.toContain('##[')
      if (format === 'markdown') expect(text).not.toMatch(/<(script|b|i|img)\b[^`]*$/im)
    }
  })

  test('names what regressed, with what was found', () => {
    if (pair.kind !== 'pair') throw new TypeError('two reports are a pair')
    expect(pair.regressed.length).toBeGreaterThan(2)
    for (const { id, findings } of pair.regressed) {
      expect(texts[0]).toContain(id)
      if (format !== 'json') expect(texts[0]).toContain(findings[0]?.expected)
    }
  })

  test('the matrix names every requirement in which the runs differ', () => {
    if (matrix.kind !== 'matrix') throw new TypeError('three reports are a matrix')
    for (const { id } of matrix.rows) expect(texts[1]).toContain(id)
  })
})

test('JSON reads back to the comparison itself', () => {
  expect(JSON.parse(comparisonRenderers.json(pair))).toEqual(pair)
})

test('a pair is told as text in the order in which one asks', () => {
  const text = comparisonRenderers.text(pair, { lang: 'en' })
  const titles = [...text.matchAll(/^(\w+) \(\d+\)$/gm)].map(([, title]) => title)
  expect(titles).toEqual(['Regressed', 'Fixed', 'New', 'Gone'])
  expect(text).toMatch(/keypairs\.list\.array \(must\): passed$/m)
  expect(text).toMatch(/unstable → passed; reading another <b>reading<\/b> → /)
  expect(text.trimEnd().split('\n').at(-1)).toMatch(/^\d+ requirements regressed\. Unchanged: \d+\.$/)
})

test('a pair in which all is the same says so', () => {
  const text = comparisonRenderers.text(compareReports([report, report]), { lang: 'en' })
  expect(text).toContain('Nothing regressed.')
  expect(text.split('\n')).toHaveLength(5)
})

test('a matrix is a table with a column for each run', () => {
  const text = comparisonRenderers.text(matrix, { lang: 'en' })
  expect(text).toMatch(/^ +1 +2 +3$/m)
  expect(text).toMatch(/^ +servers\.start\.only-shutoff +passed +failed +failed$/m)
})
