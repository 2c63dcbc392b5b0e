export interface CliErrorOptions {
  readonly hint?: string
  readonly cause?: unknown
}

/** An error that the command line reports in one line and turns into an exit code, without a stack trace. */
export abstract class CliError extends Error {
  abstract readonly exitCode: number
  /** A second line that says what to do, where the message does not say it already. */
  readonly hint: string | undefined

  constructor(message: string, { hint, cause }: CliErrorOptions = {}) {
    super(toOneLine(message), cause === undefined ? {} : { cause })
    this.hint = hint
  }
}

/** The command is invalid as given: exit code 2. The message names the option, file or variable at fault. */
export class UsageError extends CliError {
  override readonly name = 'UsageError'
  override readonly exitCode = 2
}

/** The command is valid, but the target could not be tested: exit code 3. Says nothing about its conformance. */
export class InconclusiveRunError extends CliError {
  override readonly name = 'InconclusiveRunError'
  override readonly exitCode = 3
}

const maxLength = 1_000

/**
 * Makes a message safe to print on one line: it may quote a server, so line breaks and terminal control sequences are
 * removed, and the length is limited.
 */
function toOneLine(message: string): string {
  const line = message.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return line.length > maxLength ? `${line.slice(0, maxLength)}…` : line
}
