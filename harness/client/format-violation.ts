import { operationSpec, type Violation } from '#contract'
import type { OperationId } from '#model'

/** What a violation of the contract comes to, in one sentence; place, expected and actual follow it in a finding. */
export function formatViolation(
  operation: OperationId,
  { at, expected, actual }: Omit<Violation, 'requirement'>,
): string {
  const { method, path } = operationSpec(operation)
  return `${method} ${path} answered ${told(at, expected, actual)}.`
}

function told(at: string, expected: string, actual: string): string {
  if (at === 'status') return `${actual}, not ${expected}`
  if (actual.startsWith('nothing')) return `without ${at}`
  const place = at === 'body' ? 'a body' : at
  return actual.length + expected.length <= 80
    ? `with ${place} that is ${actual}, not ${expected}`
    : `with ${place} that is not what it should be`
}
