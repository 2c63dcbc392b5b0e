import type { EmulatorRequest } from '../server/request.ts'
import type { EmulatorResponse, Json } from '../server/response.ts'
import { defineFault, inseparable, type Mutation } from './define-fault.ts'
import { changed, changeStatus, fixed, isObject, mutateBody, mutateResponse, without } from './mutators.ts'
import { refusal } from './responses.ts'

/** Changes Nova's error envelope, and nothing else. */
function inEnvelope(change: (name: string, fault: Json) => Json) {
  return mutateResponse('*', (response): EmulatorResponse => {
    if (response.status < 400 || response.status === 401 || !isObject(response.body)) return response
    const [entry] = Object.entries(response.body)
    return entry?.[1] === undefined ? response : { ...response, body: change(entry[0], entry[1]) }
  })
}

const knownParameters = new Set([
  ...['limit', 'marker', 'offset', 'minDisk', 'minRam', 'is_public', 'all_tenants'],
  ...['changes-since', 'image', 'flavor', 'name', 'status', 'device_id', 'id', 'tenant_id'],
])

function hasUnknownParameter(request: EmulatorRequest): boolean {
  return [...new URL(request.url).searchParams.keys()].some((name) => !knownParameters.has(name))
}

/** A refusal of a body that is no JSON. */
function isAboutForm({ status, body }: EmulatorResponse): boolean {
  const fault = isObject(body) ? body['badRequest'] : undefined
  return status === 400 && isObject(fault) && fault['message'] === 'Malformed request body'
}

/** The same defect, but only of requests whose body was looked at. */
function readThen({ operations, change }: Mutation): Mutation {
  return { operations, change: (response, asked) => (asked.body === undefined ? response : change(response, asked)) }
}

/** Defects of no operation in particular: access, headers, errors. */
export const generalFaults = [
  defineFault('token-not-checked', 'access.token-required', 'Any token, and none, is as good as a valid one.'),
  defineFault('token-by-length', 'access.token-required', 'Whatever is as long as a token is as good as a valid one.'),
  defineFault(
    'tenant-not-checked',
    'access.tenant-in-path',
    'The tenant of the path need not be the one of the token.',
  ),
  defineFault(
    'foreign-servers-visible',
    'access.tenant-isolation',
    "Another tenant's server can be read under one's own.",
  ),
  defineFault(
    'foreign-servers-changed',
    'access.tenant-isolation',
    "Another tenant's server can be changed under one's own.",
  ),
  defineFault(
    'unauthorized-as-forbidden',
    'access.unauthorized-status',
    'A request without a valid token is answered 403.',
    changeStatus('*', 401, 403),
  ),
  defineFault('request-id-missing', 'conventions.request-id', 'Answers carry no X-Compute-Request-ID.'),
  defineFault(
    'request-id-of-the-moment',
    'conventions.request-id-unique',
    'Calls of one moment are given one request id.',
  ),
  defineFault('request-id-constant', 'conventions.request-id-unique', 'Every answer carries the same request id.'),
  defineFault(
    'json-called-text',
    'conventions.content-type',
    'JSON bodies are declared as text/plain.',
    mutateResponse('*', (response) =>
      isObject(response.body)
        ? { ...response, headers: { ...response.headers, 'content-type': 'text/plain' } }
        : response,
    ),
  ),
  defineFault(
    'body-as-list',
    'conventions.json-object',
    'The flavors come in a bare list, without the object around it.',
    mutateResponse('flavors.list', (response) =>
      isObject(response.body) && response.status === 200 ? { ...response, body: response.body['flavors'] } : response,
    ),
  ),
  inseparable(
    defineFault(
      'content-type-demanded',
      'conventions.no-request-body',
      'The zones are listed only to those who declare a content type.',
      mutateResponse('zones.list', (response, { request }) =>
        response.status === 200 && request.header('content-type') === undefined
          ? refusal(400, 'badRequest', 'A Content-Type is needed.')
          : response,
      ),
    ),
    { 'zones.list.answers': 'A client sends no body with GET: to it, a list that demands one does not answer.' },
  ),
  defineFault(
    'unknown-parameters-refused',
    'conventions.unknown-parameters-ignored',
    'A query parameter that is not known is refused.',
    mutateResponse('*', (response, { request }) =>
      hasUnknownParameter(request) ? refusal(400, 'badRequest', 'A parameter is not known.') : response,
    ),
  ),
  defineFault(
    'self-link-without-version',
    'conventions.links',
    'The self link of a flavor lacks the version.',
    mutateBody(
      'flavors.list',
      'flavors.*.links.*',
      changed('href', (href) => String(href).replace('/v2/', '/')),
    ),
  ),
  defineFault(
    'error-envelope-flat',
    'errors.envelope',
    'Errors stand at the top of the body, without the key that names them.',
    inEnvelope((_name, fault) => fault),
  ),
  defineFault(
    'error-message-missing',
    'errors.envelope',
    'Errors say nothing beside their code.',
    inEnvelope((name, fault) => ({ [name]: isObject(fault) ? without('message')(fault) : fault })),
  ),
  defineFault(
    'error-code-differs',
    'errors.code-matches',
    'The code in the body of an error is always 500.',
    inEnvelope((name, fault) => ({ [name]: isObject(fault) ? fixed('code', 500)(fault) : fault })),
  ),
  defineFault(
    'malformed-json-as-server-error',
    'errors.malformed-json',
    'A body that is not JSON is answered 500.',
    mutateResponse('*', (response, { body }) =>
      body === undefined && isAboutForm(response) ? refusal(500, 'computeFault', 'Unexpected API Error.') : response,
    ),
  ),
  defineFault(
    'unknown-route-answered',
    'errors.unknown-route',
    'A path that does not exist is answered with an empty object.',
    mutateResponse('unknown', (response) =>
      response.status === 404 ? { status: 200, headers: {}, body: {} } : response,
    ),
  ),
  defineFault(
    'not-found-as-forbidden',
    'status.not-found',
    'A keypair that does not exist is answered 403.',
    changeStatus('keypairs.show', 404, 403),
  ),
  defineFault(
    'unknown-server-as-bad-request',
    'servers.unknown-status',
    'A server that does not exist is answered 400.',
    changeStatus('servers.show', 404, 400),
  ),
  defineFault(
    'conflict-as-bad-request',
    'status.refused-state',
    'What the state forbids is answered 400.',
    changeStatus('servers.action', 409, 400),
  ),
  defineFault(
    'bad-request-as-conflict',
    'status.refused-request',
    'A malformed request to attach a volume is answered 409.',
    readThen(changeStatus('attachments.attach', 400, 409)),
  ),
]
