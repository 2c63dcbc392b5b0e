import type { OperationId } from '#model'
import { operationSpec } from '../spec/operation.ts'
import type { Violation } from '../validation/violation-collector.ts'

/** Characters of an expectation in a sentence; a finding shows it in full. */
const maxInline = 80

const shorten = (text: string): string => (text.length <= maxInline ? text : `${text.slice(0, maxInline)}…`)

/** Formats a violation of the OpenAPI description as one sentence, for the message of a finding. */
export function formatViolation(
  operation: OperationId,
  violation: Pick<Violation, 'at' | 'expected' | 'brief' | 'share'>,
): string {
  const { method, path } = operationSpec(operation)
  return `${method} ${path}${predicate(violation)}.`
}

function predicate({ at, expected, brief, share }: Pick<Violation, 'at' | 'expected' | 'brief' | 'share'>): string {
  const isMissing = brief.startsWith('nothing')
  // The only element of an object with any names, such as an error: its place says more.
  const isNameless = share?.total === 1 && share.noun === 'elements'
  if (share && isMissing && share.path !== '' && !isNameless) {
    const { count, total, noun, path } = share
    return `: ${count} of ${total} ${noun} ${count === 1 ? 'has' : 'have'} no ${path}`
  }
  if (isMissing) return ` returned no ${at}`
  if (at === 'status') return ` returned ${brief} instead of ${expected}`
  const subject = at === 'body' ? 'the body' : at
  const extent = share && share.count > 1 ? `, and a wrong value in ${share.count} of ${share.total} ${share.noun}` : ''
  return ` returned ${brief} as ${subject} instead of ${shorten(expected)}${extent}`
}
