import * as v from 'valibot'
import { faultRuleSchema as schema } from '../snapshot/fault-rule-schema.ts'
import type { FaultRule } from './request-fault-rules.ts'

/**
 * Checks the types of a fault rule and the combination of its fields.
 * @throws TypeError naming the first error
 */
export function parseFaultRule(value: unknown): FaultRule {
  const result = v.safeParse(schema, value)
  if (!result.success) {
    const [issue] = result.issues
    const path = v.getDotPath(issue)
    throw new TypeError(`${path === null ? 'fault' : `fault.${path}`}: ${issue.message}`)
  }
  const { operation, path, method, delay, status, reset, when } = result.output
  const invalid = (message: string) => new TypeError(`fault: ${message}`)
  if ((operation === undefined) === (path === undefined)) throw invalid('expected either operation or path')
  if (method !== undefined && path === undefined) throw invalid('method needs path')
  if (delay === undefined && status === undefined && reset !== true) throw invalid('expected status, delay or reset')
  if (status !== undefined && reset === true) throw invalid('expected status or reset, not both')
  if (when !== undefined && status === undefined && reset !== true) throw invalid('when needs status or reset')
  return result.output
}
