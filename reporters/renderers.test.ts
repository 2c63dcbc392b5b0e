import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { outcomes, type Report } from '#results'
import { renderers } from './index.ts'

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
const report: Report = read('./example-report.json')

const formats = ['console', 'json', 'html', 'junit', 'markdown'] as const
const languages = ['en', 'ko'] as const
const every = formats.flatMap((format) => languages.map((lang) => [format, lang] as const))

describe('the fixed report', () => {
  test('is what the published schema says', () => {
    const ajv = new Ajv2020({ strict: true, allErrors: true })
    addFormats.default(ajv)
    const validate = ajv.compile(read('../schemas/report.schema.json'))
    validate(report)
    expect(validate.errors).toBeNull()
  })

  test('has every outcome, one that is off, accepted failures, and hostile text', () => {
    expect(new Set(report.requirements.map(({ outcome }) => outcome))).toEqual(new Set(outcomes))
    expect(report.requirements.some(({ off }) => off)).toBe(true)
    expect(JSON.stringify(report)).toContain('<script>alert(1)</script>')
  })
})

test('every format has its renderer', () => {
  expect(Object.keys(renderers).sort()).toEqual([...formats].sort())
})

describe.for(every)('%s in %s', ([format, lang]) => {
  const text = renderers[format](report, { lang })

  test('is the same every time and ends its last line', () => {
    expect(renderers[format](report, { lang })).toBe(text)
    expect(text.endsWith('\n')).toBe(true)
  })

  test('names every broken must and its first finding', () => {
    for (const { id, level, outcome, findings, known, waived } of report.requirements) {
      if (level !== 'must' || outcome !== 'fail' || known || waived) continue
      expect(text).toContain(id)
      expect(text).toContain(findings[0]?.expected ?? '-')
    }
  })

  test('names every accepted failure with its excuse, and every note', () => {
    const accepted = report.requirements.filter(({ known, waived }) => known || waived)
    expect(accepted).toHaveLength(2)
    for (const { id, known, waived } of accepted) {
      expect(text).toContain(id)
      expect(text).toContain(known ?? 'Fixed in the next release')
      expect(text).toContain(waived?.expires ?? '')
    }
    if (format === 'junit') return // a CI system has no place for them
    for (const place of ['OPS-17', 'servers.list.limit', '2026-08-31', 'flavors.list.min-disk'])
      expect(text).toContain(place)
  })

  test('lets no control, invisible or direction-changing character of the target through', () => {
    const bare = text.match(/[\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|(?![\t\n])\p{Cc}/gu)
    expect(bare).toBeNull()
  })

  test('begins no line with a command to a CI system', () => {
    if (format === 'html') return // a page is not read as a log, and shows the lines as they came
    expect(text.split('\n').filter((line) => /^\s*::/.test(line))).toEqual([])
    expect(text).not.toContain('##[')
  })

  test('says nothing of the words of the other language', () => {
    if (format === 'json' || format === 'html') return
    const other = lang === 'en' ? '부적합' : /not conformant/i
    expect(text).not.toMatch(other)
  })
})
