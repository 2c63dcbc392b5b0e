import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Report } from '#results'
import { html } from './html/markup.ts'
import { prettyJson } from './html/pretty-json.ts'
import { renderHtml } from './html.ts'

const report: Report = JSON.parse(readFileSync(new URL('./example-report.json', import.meta.url), 'utf8'))
const page = renderHtml(report, { lang: 'en' })

describe('the page', () => {
  test('lets exactly its own script run, and fetches nothing', () => {
    const policy = page.match(/Content-Security-Policy" content="([^"]+)"/)?.[1]?.replaceAll('&#39;', "'")
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code = '']) => code)
    expect(scripts).toHaveLength(1)
    const hash = createHash('sha256')
      .update(scripts[0] ?? '')
      .digest('base64')
    expect(policy).toBe(
      `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    )
    expect(page.match(/<(?:link|img|iframe|object|embed)\b|<[^>]* (?:src|on[a-z]+)=|url\((?!#)|@import/)).toBeNull()
  })

  test('contains hostile text as text only', () => {
    expect(page.match(/<script>alert|<b>locked/)).toBeNull()
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  test('embeds every exchange as JSON that cannot end its element', () => {
    const data = page.match(/<script type="application\/json" id="exchange-data">(.*?)<\/script>/s)?.[1] ?? ''
    expect(data).not.toContain('<')
    expect(JSON.parse(data).map(({ index }: { index: number }) => index)).toEqual(
      report.exchanges.map(({ index }) => index),
    )
  })

  test('gives every element an id of its own', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids.length).toBe(new Set(ids).size)
    for (const { id } of report.requirements) expect(ids).toContain(id)
  })

  test('holds both languages and opens in the one that was asked for', () => {
    expect(page).toContain('<html lang="en" data-lang="en">')
    expect(renderHtml(report, { lang: 'ko' })).toContain('<html lang="ko" data-lang="ko">')
    expect(page).toContain('os-start는 SHUTOFF가 아닌 상태에서는 거절된다.')
    expect(page).toContain('os-start is refused in any state but SHUTOFF.')
  })

  test('stays light with three hundred requirements and a thousand exchanges', () => {
    const requirements = Array.from(
      { length: 300 },
      (_, at) => report.requirements[at % report.requirements.length] ?? [],
    ).flat()
    const exchanges = Array.from(
      { length: 1000 },
      (_, at) => report.exchanges[at % report.exchanges.length] ?? [],
    ).flat()
    const before = performance.now()
    const large = renderHtml({ ...report, requirements, exchanges }, { lang: 'en' })
    expect(performance.now() - before).toBeLessThan(1500)
    expect(large.length).toBeLessThan(3_000_000)
  })
})

test('a template escapes what it is given, in text and in attributes', () => {
  const hostile = `"><img src=x onerror='1'>&`
  expect(`${html`<p title="${hostile}">${[hostile, html`<b>${1}</b>`, undefined]}</p>`}`).toBe(
    '<p title="&quot;&gt;&lt;img src=x onerror=&#39;1&#39;&gt;&amp;">&quot;&gt;&lt;img src=x onerror=&#39;1&#39;&gt;&amp;<b>1</b></p>',
  )
})

describe('JSON text', () => {
  test('is laid out as JSON.stringify would, without touching its tokens', () => {
    const value = { a: [1, 'x, {y}: "z"', []], b: { c: null, d: {} }, e: '' }
    expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
    expect(prettyJson('{"n":1.0,"n":12345678901234567890}')).toBe('{\n  "n": 1.0,\n  "n": 12345678901234567890\n}')
  })

  test('that was cut is laid out as far as it goes; other text is left alone', () => {
    expect(prettyJson('{"a":"un')).toBe('{\n  "a": "un')
    expect(prettyJson('<html> , </html>')).toBe('<html> , </html>')
    expect(prettyJson('}]')).toBe('}]')
  })
})
