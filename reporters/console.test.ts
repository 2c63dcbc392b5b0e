import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Report } from '#results'
import { renderConsole } from './console.ts'
import { displayWidth } from './text/columns.ts'

const report: Report = JSON.parse(readFileSync(new URL('./example-report.json', import.meta.url), 'utf8'))
const text = renderConsole(report, { lang: 'en' })

test('a broken must is told in full: what, by which rule, where, expected, actual, when, in which exchange, how to repeat', () => {
  const start = text.indexOf('✗ POST')
  const told = text.slice(start, text.indexOf('✗ The target said'))
  expect(told.split('\n').map((line) => line.slice(0, 15).trimEnd())).toEqual([
    '✗ POST /servers',
    '',
    '  required by',
    '  source',
    '  at',
    '  expected',
    '  actual',
    '  while',
    '  exchange',
    '  reproduce',
    '',
    '  + The server',
    '  + 3 more',
    '',
    '',
  ])
  expect(told).toContain('servers.start.only-shutoff (must): os-start is refused in any state but SHUTOFF.')
  expect(told).toContain('#5 POST http://127.0.0.1:8774/v2/')
  expect(told).toContain(report.requirements.find(({ id }) => id === 'servers.start.only-shutoff')?.findings[0]?.curl)
})

test.each([
  ['427', 'line 427', '427행'],
  ['41-52', 'lines 41-52', '41-52행'],
  ['88, 97', 'lines 88, 97', '88, 97행'],
])('the source says %s as %s, and as %s in Korean', (lines, en, ko) => {
  const [failed] = report.requirements.filter(({ findings }) => findings.length > 0)
  const one = { ...report, requirements: failed ? [{ ...failed, source: { section: 'S', lines } }] : [] }
  expect(renderConsole(one, { lang: 'en' })).toContain(`S, ${en}\n`)
  expect(renderConsole(one, { lang: 'ko' })).toContain(`S, ${ko}\n`)
})

test('reasons to skip are told once for all that share them', () => {
  expect(text).toContain('2 × needs bootVolume')
  expect(text.match(/needs bootVolume/g)).toHaveLength(1)
  expect(text).not.toContain('Stock OpenStack has no such rule.')
})

test('the verdict is the last line', () => {
  expect(text.trimEnd().split('\n').at(-1)).toBe('NOT CONFORMANT  At least one mandatory requirement is broken.')
})

test('what was left behind stands with the line that removes it', () => {
  expect(text).toContain(report.resources.leaked[0]?.remove)
})

describe('when all is well', () => {
  const passing = report.requirements.filter(({ outcome }) => outcome === 'pass')
  const many = Array.from({ length: 150 }, () => passing).flat()
  const quiet = { ...report, verdict: 'conformant', requirements: many, errors: [] } as const
  const resources = { ...report.resources, leaked: [] }

  test('it takes no more than twenty lines', () => {
    const lines = renderConsole({ ...quiet, resources }, { lang: 'en' })
      .trimEnd()
      .split('\n')
    expect(lines.length).toBeLessThanOrEqual(20)
    expect(lines.join('\n')).toContain('300 passed')
  })
})

test('colour is off unless asked for, and then says the same', () => {
  const coloured = renderConsole(report, { lang: 'en', colour: true })
  expect(text).not.toContain('\x1b')
  expect(coloured).toContain('\x1b[')
  expect(coloured.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '')).toBe(text)
})

test.for(['en', 'ko'] as const)('sentences keep within the width, in %s', (lang) => {
  const plain = report.requirements.filter(({ id }) => id !== 'servers.create.name-limit')
  const resources = { ...report.resources, leaked: [] }
  const narrow = renderConsole({ ...report, requirements: plain, exchanges: [], resources }, { lang, width: 72 })
  const meantForCopying = /curl|http:/
  const tooLong = narrow.split('\n').filter((line) => displayWidth(line) > 72 && !meantForCopying.test(line))
  expect(tooLong.filter((line) => line.trim().split(' ').length > 2)).toEqual([])
})

test('what several things are lacking for stands under each of them', () => {
  const both = 'needs server: no image: set resources.image; needs volume: no spare volume'
  const lacking = report.requirements
    .slice(0, 3)
    .map(
      (one, at) => ({ ...one, outcome: 'skipped', reason: at === 0 ? both : 'needs volume: no spare volume' }) as const,
    )
  const told = renderConsole({ ...report, requirements: lacking }, { lang: 'en' })
  expect(told).toContain('3 × needs volume: no spare volume')
  expect(told).toContain('1 × needs server: no image: set resources.image')
})
