import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { UsageError } from '#engine/errors'
import { readReport } from './report-file.ts'

const example = new URL('../../reporters/example-report.json', import.meta.url)
const file = join(mkdtempSync(join(tmpdir(), 'report-')), 'r.json')
const read = (text: string) => {
  writeFileSync(file, text)
  return readReport(file)
}
const changed = (change: object) => JSON.stringify({ ...JSON.parse(readFileSync(example, 'utf8')), ...change })

test('a report is read as it was written', () => {
  const text = readFileSync(example, 'utf8')
  expect(read(text)).toEqual(JSON.parse(text))
})

test.for([
  ['text', 'hello', 'not JSON; expected a report.json'],
  ['an empty file', '', 'not JSON; expected a report.json'],
  ['another object', '{}', "not a report of this tool: must have required property 'schemaVersion'"],
  ['null', 'null', 'not a report of this tool: must be object'],
  ['another version', changed({ schemaVersion: 1 }), 'report of schema version 1; expected version 2'],
  ['a wrong value', changed({ durationMs: 'x' }), 'not a report of this tool: /durationMs must be number'],
  ['an unknown property', changed({ colour: 1 }), 'not a report of this tool: has an unknown property "colour"'],
] as const)('%s is rejected in one line', ([, text, message]) => {
  expect(() => read(text)).toThrow(UsageError)
  expect(() => read(text)).toThrow(`${file}: ${message}`)
})

test('a missing file is rejected', () => {
  expect(() => readReport(`${file}.none`)).toThrow(`${file}.none: no such file`)
})
