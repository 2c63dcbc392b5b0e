import { CommanderError } from 'commander'
import { redact } from '#harness/core'
import { sanitizeLine } from '#reporters'
import { InconclusiveRunError, UsageError } from '../engine/errors.ts'

/** Says on stderr what went wrong, in one line or two, and returns the exit code for it. */
export function reportError(error: unknown): number {
  const say = (line: string): void => void process.stderr.write(`compute-conformance: ${sanitizeLine(redact(line))}\n`)
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0
    // Commander has shown its help by then, and has no words of its own for why.
    if (error.code === 'commander.help') {
      say('no command, or none that there is; expected one of those above')
      return 2
    }
    say(`${error.message.replace(/^error: /, '').replaceAll('\n', ' ')} (--help shows what there is)`)
    return 2
  }
  if (error instanceof UsageError || error instanceof InconclusiveRunError) {
    say(error.message)
    if (error.hint !== undefined) say(error.hint)
    return error.exitCode
  }
  say(`this is an error of ours: ${error instanceof Error ? error.message : error}`)
  if (process.env['DEBUG'] && error instanceof Error) process.stderr.write(`${redact(error.stack ?? '')}\n`)
  return 3
}
