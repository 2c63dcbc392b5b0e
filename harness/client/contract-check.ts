import { formatViolation, isRequirementId, requirement, validateResponse } from '#contract'
import type { Evidence, OperationId } from '#model'
import type { Redactor } from '../redaction/redactor.ts'
import type { ApiResponse } from './api-response.ts'
import { curlOf } from './curl.ts'
import { redactedExcerpt } from './record-exchange.ts'

/** Findings of the contract about one requirement in one test, and unknown properties: more would tell nobody more. */
const maxFindings = 20
const maxUndocumented = 500

/** What the contract has to know of a call beside its answer. */
export interface CallContext {
  readonly operation: OperationId
  /** The body as it was before it became JSON. */
  readonly sent: unknown
  readonly isUtf8: boolean
  /** Whether the call was made with the run's own token for its own tenant. */
  readonly isAuthorized: boolean
  /** Whether the emulator was told to answer so: then it may break the contract, and covers nothing of it. */
  readonly isInjected: boolean
}

const add = <T>(list: T[], value: T): void => {
  if (!list.includes(value)) list.push(value)
}

/** Holds an answer against the contract and writes down what comes of it. */
export function checkContract(evidence: Evidence, redactor: Redactor, asked: CallContext, response: ApiResponse): void {
  const { operation, sent, isUtf8, isAuthorized, isInjected } = asked
  const action =
    operation === 'actOnServer' && typeof sent === 'object' && sent !== null ? Object.keys(sent)[0] : undefined
  const { status, text, exchange } = response
  const seen = validateResponse({
    operation,
    status,
    headers: exchange.headers,
    text,
    json: response.json,
    isUtf8,
    isAuthorized,
    ...(action === undefined ? {} : { action }),
  })
  if (!isInjected) {
    for (const id of seen.observed) if (isRequirementId(id)) add(evidence.observed, id)
    for (const property of seen.properties) add(evidence.properties, property)
    for (const extra of seen.undocumentedProperties)
      if (evidence.undocumentedProperties.length < maxUndocumented)
        add(evidence.undocumentedProperties, redactor.redact(extra))
  }
  for (const violation of seen.violations) {
    const { id } = requirement(violation.requirement)
    const before = evidence.assertions.filter((one) => one.requirement === id && one.by === 'contract' && one.finding)
    if (before.length >= maxFindings) continue
    const { expected } = violation
    const at = redactedExcerpt(redactor, violation.at)
    const actual = redactedExcerpt(redactor, violation.actual)
    const message = formatViolation(operation, { at, expected, actual })
    const finding = { message, at, expected, actual, exchange: exchange.index, curl: curlOf(exchange) }
    evidence.assertions.push({ requirement: id, by: 'contract', finding })
  }
}
