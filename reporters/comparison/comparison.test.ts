import { describe, expect, test } from 'vitest'
import { compareReports, type Report } from '#results'
import { exampleReport as report } from '../example-report.fixture.ts'
import { messages } from '../i18n/index.ts'
import { comparisonRenderers } from '../index.ts'

const [first] = report.requirements

/** A run in which failed requirements passed, and in which one requirement is missing and another one is added. */
const earlier: Report = {
  ...report,
  runId: 'earlier',
  requirements: [
    ...report.requirements
      .filter(({ outcome }) => outcome !== 'unobserved')
      .map((result) => {
        if (result.outcome === 'fail') return { ...result, outcome: 'pass' as const, findings: [] }
        if (result.outcome !== 'pass') return result
        return { ...result, outcome: 'unstable' as const, variant: 'another <b>interpretation</b>' }
      }),
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
const languages = ['en', 'ko'] as const

test.each(['text', 'markdown'] as const)('%s says which part of the suites a run consists of', (format) => {
  const part = { ...report, runId: 'part', shards: { count: 2, indexes: [1] } }
  const text = comparisonRenderers[format](compareReports([report, part]), { lang: 'en' })
  expect(text.match(/part \(--shard 1\/2\)/g)).toHaveLength(1)
})

test('failures that a waiver accepts are counted beside the others', () => {
  const accepted = { reason: 'known', expires: '2100-01-01' }
  const waived = report.requirements.map((result) =>
    result.outcome === 'fail' ? { ...result, waived: accepted } : result,
  )
  const failures = report.requirements.filter(({ outcome }) => outcome === 'fail').length
  const pair = compareReports([report, { ...report, requirements: waived }])
  const text = comparisonRenderers.text(pair, { lang: 'en' })
  expect(text).toContain(`${report.totals.fail} failed (${failures} accepted) ·`)
  expect(comparisonRenderers.markdown(pair, { lang: 'en' })).toContain(
    `| ${report.totals.fail} (${failures} accepted) |`,
  )
})

test('there is a renderer for every format', () => {
  expect(Object.keys(comparisonRenderers)).toEqual(formats)
})

describe.for(formats.flatMap((format) => languages.map((lang) => [format, lang] as const)))(
  'the %s renderer in %s',
  ([format, lang]) => {
    const pairText = comparisonRenderers[format](pair, { lang })
    const matrixText = comparisonRenderers[format](matrix, { lang })

    test.for([
      ['a pair', pairText],
      ['a matrix', matrixText],
    ] as const)('ends %s with a line break and sanitizes text from the target', ([, text]) => {
      const unsafe = /[\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|(?![\t\n])\p{Cc}/gu
      expect(text.endsWith('\n')).toBe(true)
      expect(text.match(unsafe)).toBeNull()
      expect(text.split('\n').filter((line) => /^\s*::/.test(line))).toEqual([])
      expect(text).not.toContain('##[')
      if (format === 'markdown') expect(text).not.toMatch(/<(script|b|i|img)\b[^`]*$/im)
    })

    test('lists every regression with its findings', () => {
      if (pair.kind !== 'pair') throw new TypeError('expected a pair')
      expect(pair.regressed.length).toBeGreaterThan(2)
      for (const { id, findings } of pair.regressed) {
        expect(pairText).toContain(id)
        if (format !== 'json') expect(pairText).toContain(messages[lang].value(findings[0]?.expected ?? ''))
      }
    })

    test('lists every requirement of a matrix', () => {
      if (matrix.kind !== 'matrix') throw new TypeError('expected a matrix')
      for (const { id } of matrix.rows) expect(matrixText).toContain(id)
    })
  },
)

test('JSON parses to the comparison', () => {
  expect(JSON.parse(comparisonRenderers.json(pair))).toEqual(pair)
})

describe('the text renderer', () => {
  test('lists the changes of a pair by kind and ends with the number of regressions', () => {
    const text = comparisonRenderers.text(pair, { lang: 'en' })
    const titles = [...text.matchAll(/^(\w+) \(\d+\)$/gm)].map(([, title]) => title)
    expect(titles).toEqual(['Regressed', 'Fixed', 'New', 'Gone'])
    expect(text).toMatch(/keypairs\.list\.array \(must\): passed$/m)
    expect(text).toMatch(/unstable → passed; interpretation another <b>interpretation<\/b> → /)
    expect(text.trimEnd().split('\n').at(-1)).toMatch(/^\d+ requirements regressed\. Unchanged: \d+\.$/)
  })

  test('shows the first finding of a requirement in full, and of many others how many there are', () => {
    if (pair.kind !== 'pair') throw new TypeError('expected a pair')
    const [regression] = pair.regressed.filter(({ findings }) => findings.length > 0)
    if (!regression) throw new RangeError('the example has a regression with a finding')
    const findings = Array.from({ length: 9 }, () => ({
      message: 'GET /x succeeded with 200 but must be rejected.',
      at: 'status',
      expected: 'a rejection (4xx)',
      actual: '200',
    }))
    const many = { ...pair, regressed: [{ ...regression, findings }] }
    const text = comparisonRenderers.text(many, { lang: 'ko' })
    expect(text.match(/GET \/x 요청은 거부되어야 하지만 200으로 성공함\./g)).toHaveLength(4)
    expect(text.match(/기대값: 거부\(4xx\)/g)).toHaveLength(1)
    expect(text).toContain('      + 외 5건\n')
  })

  test('reports a pair without changes in five lines', () => {
    const text = comparisonRenderers.text(compareReports([report, report]), { lang: 'en' })
    expect(text).toContain('No regressions.')
    expect(text.split('\n')).toHaveLength(5)
  })

  test('renders a matrix with a column for each run', () => {
    const text = comparisonRenderers.text(matrix, { lang: 'en' })
    expect(text).toMatch(/^ +1 +2 +3$/m)
    expect(text).toMatch(/^ +servers\.start\.only-shutoff +passed +failed +failed$/m)
  })
})
