import type { Evidence, Finding } from '#model'
import type { ApiResponse } from '../client/api-response.ts'
import { curlOf } from '../client/curl.ts'
import { redactedExcerpt } from '../client/record-exchange.ts'
import type { RunContext } from '../run-context.ts'
import type { Mismatch } from './matchers.ts'

/** Returns the exchange of a response, and the command that repeats it. */
export const shownBy = ({ exchange }: ApiResponse): Required<Pick<Finding, 'exchange' | 'curl'>> => ({
  exchange: exchange.index,
  curl: curlOf(exchange),
})

/** Returns a mismatch as evidence: redacted, with the step of the test, the exchange and the command that repeats it. */
export function findingOf(
  { evidence, run }: { readonly evidence: Evidence; readonly run: Pick<RunContext, 'redactor'> },
  response: ApiResponse | undefined,
  { message, at, expected, actual }: Mismatch,
): Finding {
  const step = evidence.steps.at(-1)
  return {
    message: redactedExcerpt(run.redactor, message),
    at: redactedExcerpt(run.redactor, at),
    expected: redactedExcerpt(run.redactor, expected),
    actual: redactedExcerpt(run.redactor, actual),
    ...(step === undefined ? {} : { step }),
    ...(response && shownBy(response)),
  }
}
