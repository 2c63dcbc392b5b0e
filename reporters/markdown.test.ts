import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Report } from '#results'
import { renderMarkdown } from './markdown.ts'

const report: Report = JSON.parse(readFileSync(new URL('./example-report.json', import.meta.url), 'utf8'))
const text = renderMarkdown(report, { lang: 'en' })

/** What is left for Markdown to act on: code spans and blocks taken out. */
const running = text.replace(/^(`{3,})[\s\S]*?^\1$/gm, '').replace(/(`+) ?.*? ?(?<!`)\1(?!`)/g, '')

test('the verdict comes first', () => {
  expect(text.split('\n')[0]).toBe('## ❌ Compute API conformance: Not conformant')
})

test('nothing that the target said acts outside code: no HTML, link, mention or reference', () => {
  const ours = running.replace(/<\/?(?:details|summary|code)>/g, '')
  expect(ours).not.toMatch(/[<>@`]|\]\(|:\/\/|\[link/)
  expect(ours).toContain('&#60;script&#62;')
})

test('every row of a table has as many cells as its head', () => {
  const tables = text.split('\n\n').filter((part) => part.startsWith('|'))
  expect(tables.length).toBe(3)
  for (const table of tables) {
    const cells = table
      .trimEnd()
      .split('\n')
      .map((row) => row.split(/(?<!\\)\|/).length)
    expect(new Set(cells).size).toBe(1)
  }
})

test('text with backticks stays within its code span', () => {
  const hostile = { ...report, target: { ...report.target, url: '``` x ` y' } }
  expect(renderMarkdown(hostile, { lang: 'en' })).toContain('```` ``` x ` y ````')
})

test('a failed should is told but does not get details', () => {
  expect(text).toContain('| `servers.show.error-body` |')
  expect(text).not.toContain('<summary><code>servers.show.error-body</code></summary>')
  expect(text).toContain('<summary><code>servers.start.only-shutoff</code></summary>')
})

test('what is folded away is named with its reasons', () => {
  expect(text).toContain(
    '- needs bootVolume: give resources.flavor of family m2, c2, r2 or t2: `servers.create.boot-volume`',
  )
  expect(text).toContain('<summary>Not asked (1)</summary>')
})
