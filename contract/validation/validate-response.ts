import type { OperationId } from '#model'
import { requirement } from '../register/requirements.ts'
import { jsonPreview } from '../spec/json-preview.ts'
import { type HeaderSpec, type OperationSpec, operationSpec, type ResponseSpec } from '../spec/operation.ts'
import { type Violation, validateBody } from './validate-body.ts'

/** An answer as the contract looks at it. */
export interface ObservedResponse {
  readonly operation: OperationId
  /** For actOnServer: the key of the request's body. */
  readonly action?: string
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** The text as JSON, for whom has it: parsing takes the most time of all. Undefined when it is no JSON. */
  readonly json?: unknown
  /** False when some bytes of the body are no UTF-8; true unless told. */
  readonly isUtf8?: boolean
  /** False for a call that somebody without a right makes: a redirect may then lead to where one signs in. */
  readonly isAuthorized?: boolean
}

/** What one answer shows: requirements it reached, those it broke and where, and properties seen or unknown. */
export interface ResponseValidation {
  readonly violations: readonly Violation[]
  /** Reached and fulfilled. */
  readonly observed: readonly string[]
  readonly properties: readonly string[]
  readonly undocumentedProperties: readonly string[]
}

class ViolationCollector {
  readonly violations: Violation[] = []
  readonly reached = new Set<string>()
  properties: Iterable<string> = []
  undocumentedProperties: Iterable<string> = []

  charge(id: string | undefined, at: string, expected: string, actual: string): void {
    if (id === undefined) return
    this.reached.add(id)
    this.violations.push({ requirement: id, at, expected, actual })
  }

  reach(id: string | undefined): void {
    if (id !== undefined) this.reached.add(id)
  }
}

/** The response the contract has for a status: its own, else the first of its class, else the default. */
function responseFor(operation: OperationSpec, status: number): ResponseSpec | undefined {
  const exact = operation.responses.get(String(status))
  if (exact) return exact
  const sameClass = [...operation.responses].find(([code]) => code[0] === String(status)[0])
  return sameClass?.[1] ?? operation.responses.get('default')
}

const isJson = /^application\/json\b/i

const isSuccess = (status: number): boolean => (status >= 200 && status < 300) || status === 300

const isRedirect = (status: number): boolean => status > 300 && status < 400

/** A redirect is documented nowhere, so it stands where a success should; nobody follows it with a token. */
function validateStatus(
  charges: ViolationCollector,
  operation: OperationSpec,
  { status, isAuthorized = true }: ObservedResponse,
): void {
  const id = operation.statusRequirement
  if (id === undefined || !(isSuccess(status) || (isRedirect(status) && isAuthorized))) return
  const { codes } = requirement(id)
  charges.reach(id)
  if (!codes.includes(status)) charges.charge(id, 'status', codes.join(' or '), String(status))
}

function validateHeader(charges: ViolationCollector, contract: HeaderSpec, response: ObservedResponse): void {
  if (contract.actions && !contract.actions.includes(response.action ?? '')) return
  const value = response.headers[contract.name]
  if (value === undefined && !contract.required) return
  charges.reach(contract.requirement)
  const at = `headers/${contract.name}`
  if (value === undefined)
    charges.charge(contract.requirement, at, contract.schema.expected, 'nothing: the header is missing')
  else if (!contract.schema.isValid(value))
    charges.charge(contract.requirement, at, contract.schema.expected, jsonPreview(value))
}

/** The body as JSON; undefined when it is none. */
function parseBody(response: ObservedResponse): unknown {
  if ('json' in response) return response.json
  try {
    return JSON.parse(response.text)
  } catch {
    return undefined
  }
}

function validateContent(charges: ViolationCollector, contract: ResponseSpec, response: ObservedResponse): void {
  const { emptyBody, json } = contract
  const mustBeEmpty = typeof emptyBody === 'string' ? emptyBody : emptyBody?.[response.action ?? '']
  if (mustBeEmpty !== undefined) {
    charges.reach(mustBeEmpty)
    if (response.text !== '') charges.charge(mustBeEmpty, 'body', 'no body', jsonPreview(response.text))
    return
  }
  if (!json) return
  const optional = response.operation === 'actOnServer'
  if (optional && response.text === '') return
  const type = response.headers['content-type'] ?? ''
  // Routers and proxies in front of the service refuse in HTML; that says nothing of the service's own envelope.
  if (response.status >= 400 && !isJson.test(type)) return
  charges.reach(json.requirement)
  if (!isJson.test(type))
    charges.charge(
      json.requirement,
      'headers/content-type',
      'application/json',
      type || 'nothing: the header is missing',
    )
  if (response.isUtf8 === false) {
    charges.charge(
      json.schema.requirement,
      'body',
      'JSON in UTF-8',
      `${jsonPreview(response.text)}, where � are bytes that are no UTF-8`,
    )
    return
  }
  const value = parseBody(response)
  if (value === undefined) {
    charges.charge(
      json.schema.requirement,
      'body',
      'JSON',
      response.text === '' ? 'an empty body' : jsonPreview(response.text),
    )
    return
  }
  const found = validateBody(json.schema, value)
  for (const id of found.reached) charges.reach(id)
  charges.violations.push(...found.violations)
  charges.properties = found.properties
  charges.undocumentedProperties = found.undocumentedProperties
}

/**
 * Holds one answer against the contract: status, headers and body, whatever the test that asked for it was about. Pure.
 * Answers in the 5xx class are left to the suites: they say nothing of a statement's shape.
 */
export function validateResponse(response: ObservedResponse): ResponseValidation {
  const operation = operationSpec(response.operation)
  const charges = new ViolationCollector()
  const contract = response.status >= 500 ? undefined : responseFor(operation, response.status)
  validateStatus(charges, operation, response)
  if (contract) {
    for (const header of contract.headers) validateHeader(charges, header, response)
    validateContent(charges, contract, response)
  }
  const broken = new Set(charges.violations.map(({ requirement: id }) => id))
  const name = (pointer: string): string => `${response.operation} ${pointer}`
  return {
    violations: charges.violations,
    observed: [...charges.reached].filter((id) => !broken.has(id)),
    properties: [...charges.properties].map(name),
    undocumentedProperties: [...charges.undocumentedProperties].map(name),
  }
}
