/** The command was asked for something that cannot be: exit code 2. The message is one line and names the place. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly exitCode = 2
  /** A second line that says what to do, when the message does not say it already. */
  readonly hint: string | undefined

  constructor(message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(oneLine(message), options.cause === undefined ? {} : { cause: options.cause })
    this.hint = options.hint
  }
}

/** The request was sensible, but nothing could be judged: exit code 3. The target is neither acquitted nor accused. */
export class InconclusiveRunError extends Error {
  override readonly name = 'InconclusiveRunError'
  readonly exitCode = 3
  readonly hint: string | undefined

  constructor(message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(oneLine(message), options.cause === undefined ? {} : { cause: options.cause })
    this.hint = options.hint
  }
}

/** Messages may carry text of a server: no line breaks, no terminal control, and not without end. */
function oneLine(message: string): string {
  const flat = message.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return flat.length > 1_000 ? `${flat.slice(0, 1_000)}…` : flat
}
