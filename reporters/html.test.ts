import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { exampleReport as report } from './example-report.fixture.ts'
import { pageDataIn } from './html/decoded-page.fixture.ts'
import { html } from './html/markup.ts'
import type { PageData } from './html/page-data.ts'
import { renderHtml } from './html.ts'

const page = renderHtml(report, { lang: 'en' })

const contentOf = (element: string): string =>
  page.match(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`))?.[1] ?? ''

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

describe('renderHtml', () => {
  let data: PageData
  beforeAll(async () => {
    data = await pageDataIn(page)
  })

  test('allows only its own script and styles, and loads nothing', () => {
    const policy = page.match(/Content-Security-Policy" content="([^"]+)"/)?.[1]?.replaceAll('&#39;', "'")
    expect(page.match(/<script/g)).toHaveLength(2)
    expect(policy).toBe(
      `default-src 'none'; style-src ${hashOf(contentOf('style'))}; script-src ${hashOf(contentOf('script'))}; base-uri 'none'; form-action 'none'`,
    )
    const markup = page.replace(/<script>[\s\S]*?<\/script>/, '')
    expect(markup.match(/<(?:link|img|iframe|object|embed)\b|<[^>]* (?:src|on[a-z]+|style)=|url\(|@import/)).toBeNull()
  })

  test('contains no markup of the target', () => {
    expect(page.match(/<script>alert|<b>locked/)).toBeNull()
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  test('contains the whole report, with visible characters in place of unsafe ones', () => {
    expect(data.report.exchanges.map(({ index }) => index)).toEqual(report.exchanges.map(({ index }) => index))
    expect(data.report.requirements.map(({ id }) => id)).toEqual(report.requirements.map(({ id }) => id))
    const unsafe = /[\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|(?![\t\n])\p{Cc}/gu
    const texts: string[] = []
    JSON.stringify(data, (_key, value) => (typeof value === 'string' ? texts.push(value) : value))
    expect(texts.filter((text) => unsafe.test(text))).toEqual([])
    expect(texts.join('\n')).toContain('␛[31mred')
  })

  test('can be read without its program: verdict, causes, failures and commands', () => {
    const summary = page.slice(page.indexOf('<main'), page.indexOf('</main>'))
    expect(summary).toContain('<h1>Not conformant</h1>')
    for (const { blocks } of report.causes) expect(summary).toContain(`${blocks.length} requirement`)
    expect(summary).toContain('servers.start.only-shutoff')
    expect(summary).toContain('curl -sS -i -X POST')
  })

  test('shows the given language first', async () => {
    expect(page).toContain('<html lang="en">')
    const korean = renderHtml(report, { lang: 'ko' })
    expect(korean).toContain('<html lang="ko">')
    expect(korean).toContain('<h1>부적합</h1>')
    expect((await pageDataIn(korean)).lang).toBe('ko')
  })

  test('stays below 1 MB with 600 requirements and 3000 exchanges of different servers', () => {
    const repeat = <T>(items: readonly T[], count: number): readonly T[] =>
      Array.from({ length: count }, (_, index) => items[index % items.length]).flatMap((item) => item ?? [])
    const requirements = repeat(report.requirements, 600)
    // Ids cannot be compressed; the rest of a list of servers can.
    const idOf = (index: number, part: number): string => createHash('md5').update(`${index} ${part}`).digest('hex')
    const list = (index: number): string =>
      JSON.stringify({
        servers: Array.from({ length: 12 }, (_, part) => ({ id: idOf(index, part), status: 'ACTIVE' })),
      })
    const exchanges = repeat(report.exchanges, 3000).map((exchange, index) => ({
      ...exchange,
      index: index + 1000,
      body: list(index),
    }))
    const large = renderHtml({ ...report, requirements, exchanges }, { lang: 'en' })
    expect(large.length).toBeLessThan(1_000_000)
  })
})

test('html escapes values in text and in attributes', () => {
  const hostile = `"><img src=x onerror='1'>&`
  expect(`${html`<p title="${hostile}">${[hostile, html`<b>${1}</b>`, undefined]}</p>`}`).toBe(
    '<p title="&quot;&gt;&lt;img src=x onerror=&#39;1&#39;&gt;&amp;">&quot;&gt;&lt;img src=x onerror=&#39;1&#39;&gt;&amp;<b>1</b></p>',
  )
})
