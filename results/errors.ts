/** Reports were put together that do not belong together. The message is one line for the person who did. */
export class IncompatibleReportsError extends Error {
  override readonly name = 'IncomparableReports'
}
