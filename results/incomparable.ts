/** Reports were put together that do not belong together. The message is one line for the person who did. */
export class IncomparableReports extends Error {
  override readonly name = 'IncomparableReports'
}
