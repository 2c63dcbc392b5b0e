import { CommanderError } from 'commander'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { InconclusiveRunError, UsageError } from '#engine/errors'
import { IncompatibleReportsError } from '#results'
import { reportError } from './report-error.ts'

let output = ''
beforeEach(() => {
  output = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    output += String(text)
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

test.for<[unknown, number, string]>([
  [
    new UsageError('no such file', { hint: 'Check the name.' }),
    2,
    'no such file\ncompute-conformance: Check the name.',
  ],
  [new InconclusiveRunError('the target does not respond'), 3, 'the target does not respond'],
  [new IncompatibleReportsError('The reports have different targets.'), 2, 'The reports have different targets.'],
  [new CommanderError(1, 'commander.unknownOption', 'error: unknown option'), 2, 'unknown option (see --help)'],
  [new CommanderError(1, 'commander.help', '(outputHelp)'), 2, 'missing or unknown command; see the list above'],
  [new TypeError('x is undefined'), 3, 'internal error: x is undefined'],
])('%o', ([error, exitCode, text]) => {
  expect(reportError(error)).toBe(exitCode)
  expect(output).toBe(`compute-conformance: ${text}\n`)
})
