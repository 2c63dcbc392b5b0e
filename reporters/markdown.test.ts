import { describe, expect, test } from 'vitest'
import { exampleReport as report } from './example-report.fixture.ts'
import { renderMarkdown } from './markdown.ts'

describe('renderMarkdown', () => {
  const text = renderMarkdown(report, { lang: 'en' })

  test('starts with the verdict', () => {
    expect(text.split('\n')[0]).toBe('## ❌ Compute API conformance: Not conformant')
  })

  test('escapes text from the target outside code: no HTML, link, mention or reference', () => {
    const withoutCode = text.replace(/^(`{3,})[\s\S]*?^\1$/gm, '').replace(/(`+) ?.*? ?(?<!`)\1(?!`)/g, '')
    const withoutOwnTags = withoutCode.replace(/<\/?(?:details|summary|code)>/g, '')
    expect(withoutOwnTags).not.toMatch(/[<>@`]|\]\(|:\/\/|\[link/)
    expect(withoutOwnTags).toContain('&#60;script&#62;')
  })

  test('has the same number of cells in every row of a table', () => {
    const tables = text.split('\n\n').filter((part) => part.startsWith('|'))
    expect(tables.length).toBe(3)
    for (const table of tables) {
      const rows = table.trimEnd().split('\n')
      expect(new Set(rows.map((row) => row.split(/(?<!\\)\|/).length)).size).toBe(1)
    }
  })

  test('keeps text with backticks within its code span', () => {
    const hostile = { ...report, target: { ...report.target, url: '``` x ` y' } }
    expect(renderMarkdown(hostile, { lang: 'en' })).toContain('```` ``` x ` y ````')
  })

  test('begins with the causes, before the failures', () => {
    expect(text).toContain('<summary>2 requirements wait for <code>servers.start.only-shutoff</code>: POST /servers/')
    const headings = text.split('\n').filter((line) => line.startsWith('### '))
    expect(headings.slice(0, 3)).toEqual([
      '### Causes of undecided requirements (2)',
      '### Failed requirements (2)',
      '### Failed recommendations (1)',
    ])
  })

  test('gives the details of a failed should like those of a failed must', () => {
    expect(text).toContain('| `servers.show.error-body` |')
    expect(text).toContain('<summary><code>servers.show.error-body</code></summary>')
    expect(text).toContain('<summary><code>servers.start.only-shutoff</code></summary>')
  })

  test('lists skipped and excluded requirements with their reasons', () => {
    expect(text).toContain(
      '- needs bootVolume: give resources.flavor of family m2, c2, r2 or t2: `servers.create.boot-volume`',
    )
    expect(text).toContain('<summary>Excluded (1)</summary>')
  })
})
