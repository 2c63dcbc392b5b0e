import QuickLRU from 'quick-lru'
import { type Edition, editions, type OperationId } from '#model'
import { requirement, requirements } from '../register/requirements.ts'
import { jsonPreview } from '../spec/json-preview.ts'
import { type HeaderSpec, type OperationSpec, operationSpec, type ResponseSpec } from '../spec/operation.ts'
import { hasByteOrderMark, parseJson } from '../spec/parse-json.ts'
import { hasErrorEnvelope } from './error-envelope.ts'
import { validateBody } from './validate-body.ts'
import { placeOf, type Violation, ViolationCollector } from './violation-collector.ts'

/** A response to a documented operation, as far as validation needs it. */
export interface ResponseToValidate {
  readonly operation: OperationId
  /** For actOnServer: the key of the request's body, such as `os-stop`. */
  readonly action?: string
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** The parsed text, if the caller has it; undefined when it is not JSON. Default: validation parses the text. */
  readonly json?: unknown
  /** False when some bytes of the body are not UTF-8. Default true. */
  readonly isUtf8?: boolean
  /** False for a call without the run's own credentials, which may be redirected to a sign-in page. Default true. */
  readonly isAuthorized?: boolean
  /** Only requirements of this edition of the document are checked. Default: of any. */
  readonly edition?: Edition
  /** Whether violations at a place in the response do not count. Default: all do. */
  readonly isExempt?: (pointer: string) => boolean
}

/** The result of validating one response. Properties have the form `operation pointer`. */
export interface ResponseValidation {
  readonly violations: readonly Violation[]
  /** Requirements that the response allowed to check and that it satisfies. */
  readonly observed: readonly string[]
  /** Documented properties that the body contains. */
  readonly properties: readonly string[]
  /** Properties of the body that its schema does not know. */
  readonly undocumentedProperties: readonly string[]
}

/** Returns the described response for a status: its own, else the first of its class (2xx, 4xx), else the default. */
function responseFor(operation: OperationSpec, status: number): ResponseSpec | undefined {
  const exact = operation.responses.get(String(status))
  if (exact) return exact
  const sameClass = [...operation.responses].find(([code]) => code[0] === String(status)[0])
  return sameClass?.[1] ?? operation.responses.get('default')
}

const isJson = /^application\/json\b/i
const missingHeader = 'nothing: the header is missing'

const isSuccess = (status: number): boolean => (status >= 200 && status < 300) || status === 300

const isRedirect = (status: number): boolean => status > 300 && status < 400

/**
 * Validates the status. No redirect is documented, and the client follows none: for an authorized call it counts as a
 * wrong success status.
 */
function validateStatus(
  collector: ViolationCollector,
  operation: OperationSpec,
  { status, isAuthorized = true }: ResponseToValidate,
): void {
  const id = operation.statusRequirement
  if (id === undefined || !(isSuccess(status) || (isRedirect(status) && isAuthorized))) return
  const { codes } = requirement(id)
  collector.addReached(id)
  if (!codes.includes(status)) collector.addViolation(id, placeOf('status'), codes.join(' or '), { value: status })
}

function validateHeader(collector: ViolationCollector, header: HeaderSpec, response: ResponseToValidate): void {
  if (header.actions && !header.actions.includes(response.action ?? '')) return
  const value = response.headers[header.name]
  if (value === undefined && !header.required) return
  collector.addReached(header.requirement)
  if (value === undefined || !header.schema.isValid(value)) {
    const actual = value === undefined ? { text: missingHeader } : { value }
    collector.addViolation(header.requirement, placeOf(`headers/${header.name}`), header.schema.expected, actual)
  }
}

/** Returns the body as JSON; undefined when it is not JSON. */
const parsedBody = (response: ResponseToValidate): unknown =>
  'json' in response ? response.json : parseJson(response.text)

function validateContent(collector: ViolationCollector, spec: ResponseSpec, response: ResponseToValidate): void {
  const { emptyBody, json } = spec
  const emptyBodyRequirement = typeof emptyBody === 'string' ? emptyBody : emptyBody?.[response.action ?? '']
  if (emptyBodyRequirement !== undefined) {
    collector.addReached(emptyBodyRequirement)
    if (response.text !== '')
      collector.addViolation(emptyBodyRequirement, placeOf('body'), 'no body', { value: response.text })
    return
  }
  const mayBeEmpty = response.operation === 'actOnServer'
  if (json && !(mayBeEmpty && response.text === '')) validateJson(collector, json, response)
}

function validateJson(
  collector: ViolationCollector,
  { requirement, schema }: NonNullable<ResponseSpec['json']>,
  response: ResponseToValidate,
): void {
  const { text } = response
  const type = response.headers['content-type'] ?? ''
  const isMistyped = response.status >= 400 && !isJson.test(type)
  // Routers and proxies in front of the service reject in HTML; that does not break the service's own error envelope.
  if (isMistyped && !hasErrorEnvelope(parsedBody(response))) return
  const typeRequirement = isMistyped ? 'conventions.content-type' : requirement
  collector.addReached(typeRequirement)
  if (!isJson.test(type)) {
    const actual = type === '' ? { text: missingHeader } : { value: type }
    collector.addViolation(typeRequirement, placeOf('headers/content-type'), 'application/json', actual)
  }
  if (response.isUtf8 === false) {
    const actual = `${jsonPreview(text)}, where � stands for bytes that are not UTF-8`
    collector.addViolation(schema.requirement, placeOf('body'), 'JSON in UTF-8', { text: actual })
    return
  }
  const body = parsedBody(response)
  if (body !== undefined && hasByteOrderMark(text))
    // This does not depend on whether the body is a resource or an error.
    collector.addViolation('conventions.json-object', placeOf('body'), 'JSON alone', {
      text: 'a byte order mark and JSON',
    })
  if (body === undefined) {
    const actual = text === '' ? { text: 'an empty body' } : { value: text }
    collector.addViolation(schema.requirement, placeOf('body'), 'JSON', actual)
  } else validateBody(schema, body, collector)
}

/** The ids of the requirements in each edition. */
const idsIn = new Map(
  editions.map((edition) => {
    const members = requirements.filter((one) => one.editions.includes(edition))
    return [edition, new Set<string>(members.map(({ id }) => id))]
  }),
)

/**
 * Key of a response → its validation, for the last responses without violations: clients read the same again and again while they wait.
 * Violations also depend on which places are exempt.
 */
const flawless = new QuickLRU<string, ResponseValidation>({ maxSize: 32 })
const maxKeyLength = 16_000

/** Returns everything that the validation of a response without violations depends on, as one text. */
function keyOf(spec: ResponseSpec | undefined, response: ResponseToValidate): string {
  const { operation, action = '', edition = '', status, headers, isUtf8 = true, isAuthorized = true } = response
  // Ids of requests are different in each response.
  const validity = (spec?.headers ?? []).map(({ name, schema }) => name in headers && schema.isValid(headers[name]))
  const type = JSON.stringify(headers['content-type'] ?? '')
  return `${operation} ${action} ${edition} ${status} ${isUtf8} ${isAuthorized} ${type} ${validity.join()} ${response.text}`
}

/**
 * Validates one response against the OpenAPI description: status, headers and body, whatever the test that sent the
 * request is about. Pure. Responses in the 5xx class are not checked: the description covers none of them.
 */
export function validateResponse(response: ResponseToValidate): ResponseValidation {
  const operation = operationSpec(response.operation)
  const spec = response.status >= 500 ? undefined : responseFor(operation, response.status)
  const key = keyOf(spec, response)
  const known = flawless.get(key)
  if (known) return known
  const collector = new ViolationCollector(response.isExempt, response.edition && idsIn.get(response.edition))
  validateStatus(collector, operation, response)
  if (spec) {
    for (const header of spec.headers) validateHeader(collector, header, response)
    validateContent(collector, spec, response)
  }
  const qualify = (pointer: string): string => `${response.operation} ${pointer}`
  const result = {
    violations: collector.violations,
    observed: [...collector.reached].filter((id) => !collector.broken.has(id)),
    properties: [...collector.properties].map(qualify),
    undocumentedProperties: [...collector.undocumentedProperties].map(qualify),
  }
  if (collector.broken.size === 0 && key.length <= maxKeyLength) flawless.set(key, result)
  return result
}
