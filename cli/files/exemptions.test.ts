import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { UsageError } from '#engine/errors'
import { readWaivers } from './exemptions.ts'

const cwd = mkdtempSync(join(tmpdir(), 'waivers-'))
const read = (text: string) => {
  writeFileSync(join(cwd, 'w.yaml'), text)
  return readWaivers('w.yaml', { env: {}, cwd })
}

test('waivers are YAML or JSON, and a date is text', () => {
  const expected = [{ requirement: 'servers.list.*', reason: 'later', expires: '2027-03-31', ticket: '17' }]
  expect(read('- requirement: servers.list.*\n  reason: later\n  expires: 2027-03-31\n  ticket: "17"\n')).toEqual(
    expected,
  )
  expect(read(JSON.stringify(expected))).toEqual(expected)
  expect(read('[]')).toEqual([])
})

const entry = 'requirement: a.b, reason: r, expires: 2027-01-01'

test.for([
  ['an empty file', '', 'w.yaml: is empty; expected a list'],
  ['one waiver outside a list', `{${entry}}`, 'w.yaml:1:1: is an object; expected a list'],
  ['no date', '- { requirement: a.b, reason: r }', 'w.yaml:1:3 /0: expires is missing'],
  ['no reason', '- { requirement: a.b, expires: 2027-01-01 }', 'w.yaml:1:3 /0: reason is missing'],
  [
    'an empty reason',
    '- { requirement: a.b, reason: "", expires: 2027-01-01 }',
    'w.yaml:1:31 /0/reason: is empty; expected text',
  ],
  [
    'a date that does not exist',
    '- { requirement: a.b, reason: r, expires: 2027-02-30 }',
    'w.yaml:1:43 /0/expires: expected a date such as 2027-03-31',
  ],
  [
    'another date format',
    '- { requirement: a.b, reason: r, expires: 31.3.2027 }',
    'w.yaml:1:43 /0/expires: expected a date such as 2027-03-31',
  ],
  [
    'an invalid id',
    '- { requirement: "No Id", reason: r, expires: 2027-01-01 }',
    'w.yaml:1:18 /0/requirement: expected a requirement id such as servers.list.limit; * is a wildcard',
  ],
  [
    'a requirement that does not exist',
    '- { requirement: servers.list.limt, reason: r, expires: 2027-01-01 }',
    'w.yaml:1:18 /0/requirement: there is no requirement servers.list.limt (did you mean "servers.list.limit"?)',
  ],
  [
    'an unknown key',
    `- { ${entry}, tickets: x }`,
    'w.yaml:1:55 /0/tickets: unknown key (did you mean "ticket"?); expected one of requirement, reason, expires, ticket',
  ],
] as const)('a waivers file is rejected for %s, with the position and what was expected', ([, text, message]) => {
  expect(() => read(text)).toThrow(new UsageError(message))
})
