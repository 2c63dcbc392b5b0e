import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { IncompatibleReportsError } from '#results'
import { UsageError } from '../../engine/errors.ts'
import { readReport, withUsageErrors } from './report-file.ts'

const fixed = new URL('../../reporters/example-report.json', import.meta.url)
const file = join(mkdtempSync(join(tmpdir(), 'report-')), 'r.json')
const read = (text: string) => {
  writeFileSync(file, text)
  return readReport(file)
}
const changed = (change: object) => JSON.stringify({ ...JSON.parse(readFileSync(fixed, 'utf8')), ...change })

test('a report reads back as it was written', () => {
  const text = readFileSync(fixed, 'utf8')
  expect(read(text)).toEqual(JSON.parse(text))
})

test.for([
  ['text', 'hello', 'is not JSON; expected a report.json'],
  ['nothing', '', 'is not JSON; expected a report.json'],
  ['another object', '{}', "is not a report of this tool: must have required property 'schemaVersion'"],
  ['null', 'null', 'is not a report of this tool: must be object'],
  ['another version', changed({ schemaVersion: 1 }), 'is a report of version 1; expected 2'],
  ['a wrong value', changed({ durationMs: 'x' }), 'is not a report of this tool: /durationMs must be number'],
  ['an unknown property', changed({ colour: 1 }), 'is not a report of this tool: has an unknown property "colour"'],
] as const)('%s is refused in one line', ([, text, message]) => {
  expect(() => read(text)).toThrow(UsageError)
  expect(() => read(text)).toThrow(`${file}: ${message}`)
})

test('a file that is not there is refused', () => {
  expect(() => readReport(`${file}.none`)).toThrow(`${file}.none: there is no such file`)
})

test('reports that do not belong together are a mistake in the command', () => {
  const refuse = () => {
    throw new IncompatibleReportsError('The reports are of different targets.')
  }
  expect(() => withUsageErrors(refuse)).toThrow(new UsageError('The reports are of different targets.'))
  expect(withUsageErrors(() => 1)).toBe(1)
})
