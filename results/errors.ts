/** Reports that cannot be merged or compared with a baseline. The message is one line for the user. */
export class IncompatibleReportsError extends Error {
  override readonly name = 'IncompatibleReportsError'
}
