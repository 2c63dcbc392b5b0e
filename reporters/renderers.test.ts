import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { outcomes } from '#results'
import { exampleReport as report } from './example-report.fixture.ts'
import { type FormatName, reportFormats } from './formats.ts'
import { pageDataIn, readablePage } from './html/decoded-page.fixture.ts'
import { messages } from './i18n/index.ts'
import { mergedExampleReport } from './merged-example.fixture.ts'

/** Formats that show everything. */
const completeFormats = ['console', 'json', 'html', 'junit', 'markdown'] as const
/** Formats for programs, which show what they have a place for. */
const otherFormats = ['github', 'ctrf', 'sarif', 'code-quality', 'badge', 'har'] as const
const formats: readonly FormatName[] = [...completeFormats, ...otherFormats]
const languages = ['en', 'ko'] as const
/** Control, invisible and direction-changing characters. */
const unsafe = /[\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|(?![\t\n])\p{Cc}/gu

/** Returns what a reader can find in a rendered report: the page of the HTML report decodes its data itself. */
const readable = async (format: FormatName, text: string): Promise<string> =>
  format === 'html' ? await readablePage(text) : text

describe('the example report', () => {
  test('conforms to report.schema.json', () => {
    const ajv = new Ajv2020({ strict: true, allErrors: true })
    addFormats.default(ajv)
    const schema = new URL('../schemas/report.schema.json', import.meta.url)
    const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')))
    validate(report)
    expect(validate.errors).toBeNull()
  })

  test('contains every outcome, an excluded requirement, and text of a hostile target', () => {
    expect(new Set(report.requirements.map(({ outcome }) => outcome))).toEqual(new Set(outcomes))
    expect(report.requirements.some(({ off }) => off)).toBe(true)
    expect(JSON.stringify(report)).toContain('<script>alert(1)</script>')
  })
})

test('there is a renderer for every format', () => {
  expect(Object.keys(reportFormats).sort()).toEqual([...formats].sort())
})

describe.for(formats)('the %s renderer', async (format) => {
  const render = await reportFormats[format].load()

  test.for(languages)('returns the same text every time in %s, with a line break at the end', async (lang) => {
    const text = render(report, { lang })
    expect(render(report, { lang })).toBe(text)
    expect(text.endsWith('\n')).toBe(true)
    expect((await readable(format, text)).match(unsafe)).toBeNull()
  })

  test('renders merged shards as it renders one run', async () => {
    // The order of properties is of no importance.
    const content = (text: string): unknown => {
      if (format === 'json') return JSON.parse(text)
      return format === 'html' ? pageDataIn(text) : text
    }
    const [merged, direct] = [mergedExampleReport, report].map((each) => content(render(each, { lang: 'en' })))
    expect(await merged).toEqual(await direct)
  })
})

describe.for(completeFormats.flatMap((format) => languages.map((lang) => [format, lang] as const)))(
  'the %s renderer in %s',
  async ([format, lang]) => {
    const render = await reportFormats[format].load()
    const text = await readable(format, render(report, { lang }))

    test('says which part of the suites the run was limited to', () => {
      const part = {
        selection: { only: ['servers.*'], skip: ['servers.list.*'] },
        shards: { count: 3, indexes: [1, 3] },
      }
      const limited = render({ ...report, ...part }, { lang, width: 1_000 })
      if (format === 'json') expect(JSON.parse(limited)).toMatchObject(part)
      else
        expect(limited.replaceAll('&#42;', '*')).toContain(
          '--only servers.* --skip servers.list.* --shard 1/3 --shard 3/3',
        )
      expect(text).not.toContain('--only')
    })

    test('shows every cause with all that it prevents', () => {
      for (const { requirement, reason, blocks } of report.causes) {
        const beginnings = [reason, messages[lang].sentence(reason)].map(
          (each) => each.split(',')[0]?.slice(0, 40) ?? '-',
        )
        expect(beginnings.some((beginning) => text.includes(beginning))).toBe(true)
        for (const id of [...blocks, ...(requirement === undefined ? [] : [requirement])]) expect(text).toContain(id)
      }
    })

    test('shows every failure with its first finding', () => {
      for (const { id, outcome, findings, known, waived } of report.requirements) {
        if (outcome !== 'fail' || known || waived) continue
        expect(text).toContain(id)
        const message = findings[0]?.message ?? ''
        const beginnings = [message, messages[lang].sentence(message)].map((each) => each.split(/[:{]/)[0] || '-')
        expect(beginnings.some((beginning) => text.includes(beginning))).toBe(true)
      }
    })

    test('shows every accepted failure with the reason', () => {
      const accepted = report.requirements.filter(({ known, waived }) => known || waived)
      expect(accepted).toHaveLength(2)
      for (const { id, known, waived } of accepted) {
        expect(text).toContain(id)
        expect(text).toContain(known ?? 'Fixed in the next release')
        expect(text).toContain(waived?.expires ?? '')
      }
    })

    test('shows every note', () => {
      for (const part of ['OPS-17', 'servers.list.limit', '2026-08-31', 'flavors.list.min-disk'])
        expect(text).toContain(part)
    })

    // an HTML page is not read as a log and shows the lines as they were sent
    test.skipIf(format === 'html')('contains no command to a CI system', () => {
      expect(text.split('\n').filter((line) => /^\s*::/.test(line))).toEqual([])
      expect(text).not.toContain('##[')
    })

    test.skipIf(format === 'json' || format === 'html')('contains no labels of the other language', () => {
      expect(text).not.toMatch(lang === 'en' ? '부적합' : /not conformant/i)
    })
  },
)
