import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { exampleReport as report } from './example-report.fixture.ts'
import { html } from './html/markup.ts'
import { prettyJson } from './html/pretty-json.ts'
import { renderHtml } from './html.ts'

const page = renderHtml(report, { lang: 'en' })

describe('renderHtml', () => {
  test('allows only its own script and loads nothing', () => {
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

  test('escapes text from the target', () => {
    expect(page.match(/<script>alert|<b>locked/)).toBeNull()
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  test('embeds all exchanges as JSON that cannot end its element', () => {
    const data = page.match(/<script type="application\/json" id="exchange-data">(.*?)<\/script>/s)?.[1] ?? ''
    expect(data).not.toContain('<')
    expect(JSON.parse(data).map(({ index }: { index: number }) => index)).toEqual(
      report.exchanges.map(({ index }) => index),
    )
  })

  test('lists the causes before the failures, with links to what they prevent', () => {
    const causes = page.slice(
      page.indexOf('<section class="card causes"'),
      page.indexOf('<section class="card broken"'),
    )
    for (const { blocks } of report.causes) for (const id of blocks) expect(causes).toContain(`href="#${id}"`)
    expect(page).toContain('<dt><span class="en" lang="en">prevented by</span>')
  })

  test('uses every id once, including those of all requirements', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids.length).toBe(new Set(ids).size)
    for (const { id } of report.requirements) expect(ids).toContain(id)
  })

  test('contains both languages and shows the given one first', () => {
    expect(page).toContain('<html lang="en" data-lang="en">')
    expect(renderHtml(report, { lang: 'ko' })).toContain('<html lang="ko" data-lang="ko">')
    expect(page).toContain('os-start는 SHUTOFF가 아닌 상태에서는 거부된다.')
    expect(page).toContain('os-start is rejected in any state but SHUTOFF.')
  })

  test('stays below 3 MB and 1.5 s with 300 requirements and 1000 exchanges', () => {
    const repeat = <T>(items: readonly T[], count: number): readonly T[] =>
      Array.from({ length: Math.ceil(count / items.length) }, () => items)
        .flat()
        .slice(0, count)
    const requirements = repeat(report.requirements, 300)
    const exchanges = repeat(report.exchanges, 1000)
    const before = performance.now()
    const large = renderHtml({ ...report, requirements, exchanges }, { lang: 'en' })
    expect(performance.now() - before).toBeLessThan(1500)
    expect(large.length).toBeLessThan(3_000_000)
  })
})

test('html escapes values in text and in attributes', () => {
  const hostile = `"><img src=x onerror='1'>&`
  expect(`${html`<p title="${hostile}">${[hostile, html`<b>${1}</b>`, undefined]}</p>`}`).toBe(
    '<p title="&quot;&gt;&lt;img src=x onerror=&#39;1&#39;&gt;&amp;">&quot;&gt;&lt;img src=x onerror=&#39;1&#39;&gt;&amp;<b>1</b></p>',
  )
})

describe('prettyJson', () => {
  test('indents like JSON.stringify without changing tokens', () => {
    const value = { a: [1, 'x, {y}: "z"', []], b: { c: null, d: {} }, e: '' }
    expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
    expect(prettyJson('{"n":1.0,"n":12345678901234567890}')).toBe('{\n  "n": 1.0,\n  "n": 12345678901234567890\n}')
  })

  test('indents truncated JSON and leaves other text unchanged', () => {
    expect(prettyJson('{"a":"un')).toBe('{\n  "a": "un')
    expect(prettyJson('<html> , </html>')).toBe('<html> , </html>')
    expect(prettyJson('}]')).toBe('}]')
  })
})
