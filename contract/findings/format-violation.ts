import type { OperationId } from '#model'
import { operationSpec } from '../spec/operation.ts'
import type { Violation } from '../validation/violation-collector.ts'

/** Characters of expected and actual that still fit in the sentence; a finding shows both in full. */
const maxInline = 80

/** A violation of the OpenAPI description as one sentence, for the message of a finding. */
export function formatViolation(
  operation: OperationId,
  { at, expected, actual }: Omit<Violation, 'requirement'>,
): string {
  const { method, path } = operationSpec(operation)
  return `${method} ${path} ${predicate(at, expected, actual)}.`
}

function predicate(at: string, expected: string, actual: string): string {
  if (at === 'status') return `returned ${actual} instead of ${expected}`
  if (actual.startsWith('nothing')) return `returned no ${at}`
  const subject = at === 'body' ? 'the body' : at
  return actual.length + expected.length <= maxInline
    ? `returned ${actual} as ${subject} instead of ${expected}`
    : `returned an unexpected value as ${subject}`
}
