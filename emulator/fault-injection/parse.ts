import * as v from 'valibot'
import { faultRuleSchema as shape } from '../snapshot/fault-rule-schema.ts'
import type { FaultRule } from './rules.ts'

/**
 * A generic fault out of what somebody wrote: its shape, and that its parts go together.
 * @throws TypeError with one sentence
 */
export function parseFaultRule(value: unknown): FaultRule {
  const result = v.safeParse(shape, value)
  if (!result.success) {
    const [issue] = result.issues
    const place = v.getDotPath(issue)
    throw new TypeError(`${place === null ? 'fault' : `fault.${place}`}: ${issue.message}`)
  }
  const { operation, path, method, delay, status, reset, when } = result.output
  const refuse = (message: string) => new TypeError(`fault: ${message}`)
  if ((operation === undefined) === (path === undefined)) throw refuse('expected either operation or path')
  if (method !== undefined && path === undefined) throw refuse('method goes with path')
  if (delay === undefined && status === undefined && reset !== true) throw refuse('expected status, delay or reset')
  if (status !== undefined && reset === true) throw refuse('expected status or reset, not both')
  if (when !== undefined && status === undefined && reset !== true) throw refuse('when goes with status or reset')
  return result.output
}
