import { isRequirementId, type OperationId, requirement, watch } from '#contract'
import type { Answer } from './answer.ts'
import { curlOf } from './curl.ts'
import type { Evidence } from './evidence.ts'
import { excerpt } from './record.ts'
import type { Redactor } from './redact.ts'
import { violationMessage } from './violation.ts'

/** Findings of the contract about one requirement in one test, and unknown properties: more would tell nobody more. */
const mostFindings = 20
const mostExtras = 500

/** What the contract has to know of a call beside its answer. */
export interface Asked {
  readonly operation: OperationId
  /** The body as it was before it became JSON. */
  readonly sent: unknown
  readonly isUtf8: boolean
  /** Whether the call was made with the run's own token for its own tenant. */
  readonly isEntitled: boolean
  /** Whether the emulator was told to answer so: then it may break the contract, and covers nothing of it. */
  readonly isInjected: boolean
}

const add = <T>(list: T[], value: T): void => {
  if (!list.includes(value)) list.push(value)
}

/** Holds an answer against the contract and writes down what comes of it. */
export function observe(evidence: Evidence, redactor: Redactor, asked: Asked, answer: Answer): void {
  const { operation, sent, isUtf8, isEntitled, isInjected } = asked
  const action =
    operation === 'actOnServer' && typeof sent === 'object' && sent !== null ? Object.keys(sent)[0] : undefined
  const { status, text, exchange } = answer
  const seen = watch({
    operation,
    status,
    headers: exchange.headers,
    text,
    json: answer.json,
    isUtf8,
    isEntitled,
    ...(action === undefined ? {} : { action }),
  })
  if (!isInjected) {
    for (const id of seen.observed) if (isRequirementId(id)) add(evidence.observed, id)
    for (const property of seen.properties) add(evidence.properties, property)
    for (const extra of seen.extras) if (evidence.extras.length < mostExtras) add(evidence.extras, redactor.text(extra))
  }
  for (const violation of seen.violations) {
    const { id } = requirement(violation.requirement)
    const before = evidence.judgements.filter((one) => one.requirement === id && one.by === 'contract' && one.finding)
    if (before.length >= mostFindings) continue
    const { expected } = violation
    const at = excerpt(redactor, violation.at)
    const actual = excerpt(redactor, violation.actual)
    const message = violationMessage(operation, { at, expected, actual })
    const finding = { message, at, expected, actual, exchange: exchange.index, curl: curlOf(exchange) }
    evidence.judgements.push({ requirement: id, by: 'contract', finding })
  }
}
