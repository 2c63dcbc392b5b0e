/** One violation of a requirement, described so that the author of the target can act on it. */
export interface Finding {
  /** What happened, in one sentence. */
  readonly message: string
  /** Where: `status`, `headers/<name>`, or a JSON pointer into the response such as `body/server/status`. */
  readonly at: string
  readonly expected: string
  readonly actual: string
  /** What the test was doing. */
  readonly step?: string
  /** Index of the exchange that shows it. */
  readonly exchange?: number
  /** A shell line that repeats the call; the token is `$OS_TOKEN`. */
  readonly curl?: string
}
