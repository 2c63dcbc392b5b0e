import { CommanderError } from 'commander'
import { CliError } from '#engine/errors'
import { redact } from '#harness/core'
import { IncompatibleReportsError } from '#results'
import { printErrorLine } from './output.ts'

/** Prints an error in one or two lines on stderr, and returns its exit code. */
export function reportError(error: unknown): number {
  const print = (line: string): void => printErrorLine(`compute-conformance: ${line}`)
  if (error instanceof CommanderError) {
    // In this case commander has printed the help and has no message.
    if (error.code === 'commander.help') print('missing or unknown command; see the list above')
    else print(`${error.message.replace(/^error: /, '').replaceAll('\n', ' ')} (see --help)`)
    return 2
  }
  if (error instanceof CliError) {
    print(error.message)
    if (error.hint !== undefined) print(error.hint)
    return error.exitCode
  }
  if (error instanceof IncompatibleReportsError) {
    print(error.message)
    return 2
  }
  print(`internal error: ${error instanceof Error ? error.message : error}`)
  if (process.env['DEBUG'] && error instanceof Error) process.stderr.write(`${redact(error.stack ?? '')}\n`)
  return 3
}
