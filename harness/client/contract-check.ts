import { formatViolation, isRequirementId, type ResponseValidation, requirement, validateResponse } from '#contract'
import type { Evidence, Exchange, OperationId, TargetSettings } from '#model'
import type { RunContext } from '../run-context.ts'
import type { RawResponse } from '../transport/http-message.ts'
import type { ApiResponse } from './api-response.ts'
import { curlOf } from './curl.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { redactedExcerpt } from './record-exchange.ts'
import { actionOf, requestKind } from './request-kind.ts'

/** Limits per test: findings of one requirement, and undocumented properties. */
const maxFindings = 20
const maxUndocumented = 500

/** The call whose response is validated. */
interface CallContext {
  readonly operation: OperationId
  /** The body of the request before it was serialized. */
  readonly content: unknown
  readonly isUtf8: boolean
  /** Whether the call was made with the run's own token for its own tenant. */
  readonly isAuthorized: boolean
  /** Whether the response shows a fault that was injected on purpose: then its violations are reported, but nothing counts as satisfied. */
  readonly isInjected: boolean
}

/** An exchange of a documented operation with the violations in its response. */
interface ViolatingExchange extends Pick<ResponseValidation, 'violations'> {
  readonly operation: OperationId
  readonly exchange: Exchange
}

const addOnce = <T>(list: T[], value: T): void => {
  if (!list.includes(value)) list.push(value)
}

/** Validates a response against the OpenAPI description and adds the result to the evidence. */
function checkContract(
  evidence: Evidence,
  run: CheckContext,
  { operation, content, isUtf8, isAuthorized, isInjected }: CallContext,
  response: ApiResponse,
): void {
  const { status, text, json, exchange } = response
  const action = actionOf(operation, content)
  const validation = validateResponse({
    operation,
    status,
    headers: exchange.headers,
    text,
    json,
    isUtf8,
    isAuthorized,
    edition: run.settings.edition,
    isExempt: (pointer) => run.tainted.covers(json, pointer),
    ...(action === undefined ? {} : { action }),
  })
  if (!isInjected) recordCoverage(evidence, run, validation)
  recordViolations(evidence, run, { operation, exchange, violations: validation.violations })
}

/** Adds the requirements and properties that a response has shown to the evidence. */
function recordCoverage(evidence: Evidence, { redactor }: CheckContext, validation: ResponseValidation): void {
  for (const id of validation.observed) if (isRequirementId(id)) addOnce(evidence.observed, id)
  for (const property of validation.properties) addOnce(evidence.properties, property)
  for (const property of validation.undocumentedProperties)
    if (evidence.undocumentedProperties.length < maxUndocumented)
      addOnce(evidence.undocumentedProperties, redactor.redact(property))
}

/** Adds the violations in a response to the evidence, with at most `maxFindings` findings of one requirement. */
function recordViolations(
  evidence: Evidence,
  { redactor }: CheckContext,
  { operation, exchange, violations }: ViolatingExchange,
): void {
  for (const violation of violations) {
    const { id } = requirement(violation.requirement)
    const earlier = evidence.assertions.filter((one) => one.requirement === id && one.by === 'contract' && one.finding)
    if (earlier.length >= maxFindings) continue
    const { expected } = violation
    const at = redactedExcerpt(redactor, violation.at)
    const actual = redactedExcerpt(redactor, violation.actual)
    const brief = redactedExcerpt(redactor, violation.brief)
    const message = formatViolation(operation, { ...violation, at, brief })
    const finding = { message, at, expected, actual, exchange: exchange.index, curl: curlOf(exchange) }
    evidence.assertions.push({ requirement: id, by: 'contract', finding })
  }
}

/** Returns the injected fault that the emulator reports in this response, if any. */
export const injectedFaultOf = ({ headers }: RawResponse): string | undefined => headers['x-emulator-fault']

/** The parts of a run that validation uses. */
export interface CheckContext extends Pick<RunContext, 'redactor' | 'tainted'> {
  readonly settings: Pick<TargetSettings, 'edition'>
}

interface CheckingClient {
  readonly run: CheckContext
  readonly evidence: Evidence
}

/** A request of a documented operation, and its response before and after its body was parsed. */
interface DocumentedExchange {
  readonly request: OutgoingRequest
  readonly operation: OperationId
  readonly raw: RawResponse
  readonly response: ApiResponse
}

/** Validates the response of a documented operation, unless the request violates the document and was accepted nevertheless. */
export function checkExchange(
  { run, evidence }: CheckingClient,
  { request, operation, raw, response }: DocumentedExchange,
): void {
  const { isAuthorized, isInvalid, content } = request
  if (isInvalid && response.isSuccess) {
    run.tainted.add(request, response)
    return
  }
  const isInjected = injectedFaultOf(raw) !== undefined
  const kind = requestKind(operation, content)
  if (response.isSuccess && isAuthorized && !isInjected)
    for (const each of [kind, operation]) addOnce(evidence.accepted, each)
  checkContract(evidence, run, { operation, content, isUtf8: raw.isUtf8, isAuthorized, isInjected }, response)
}
