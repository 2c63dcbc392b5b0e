import type { EmulatorRequest } from '../server/request.ts'
import { newRequestId, requestIdHeaders } from '../server/request-pipeline.ts'
import { defineFault, inseparable } from './define-fault.ts'
import { changed, isObject } from './edits.ts'
import { insteadOfSuccess, mutateBody, mutateResponse } from './mutators.ts'
import { badRequestResponse, errorResponse } from './responses.ts'

const knownParameters = new Set([
  ...['limit', 'marker', 'offset', 'minDisk', 'minRam', 'is_public', 'all_tenants'],
  ...['changes-since', 'image', 'flavor', 'name', 'status', 'device_id', 'id', 'tenant_id'],
])

function hasUnknownParameter(request: EmulatorRequest): boolean {
  return [...new URL(request.url).searchParams.keys()].some((name) => !knownParameters.has(name))
}

/** Faults of conventions that all operations share: request ids, content types, bodies, parameters and links. */
export const conventionFaults = [
  defineFault(
    'request-id-missing',
    'conventions.request-id',
    'Responses have no X-Compute-Request-ID.',
    requestIdHeaders.override(() => ({})),
  ),
  defineFault(
    'request-id-of-the-moment',
    'conventions.request-id-unique',
    'Requests within 250 ms get the same request id.',
    newRequestId.override((_original, { clock }) => {
      const moment = Math.floor(clock.now() / 250)
      return `req-00000000-0000-4000-8000-${moment.toString(16).padStart(12, '0')}`
    }),
  ),
  defineFault(
    'request-id-constant',
    'conventions.request-id-unique',
    'Every response has the same request id.',
    newRequestId.override(() => 'req-00000000-0000-4000-8000-000000000000'),
  ),
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
    'The list of flavors is a bare array without the object around it.',
    mutateResponse('flavors.list', (response) =>
      isObject(response.body) && response.status === 200 ? { ...response, body: response.body['flavors'] } : response,
    ),
  ),
  inseparable(
    defineFault(
      'content-type-demanded',
      'conventions.no-request-body',
      'Zones are listed only for requests that declare a content type.',
      insteadOfSuccess(
        'zones.list',
        errorResponse(400, 'badRequest', 'A Content-Type is required.'),
        ({ request }) => request.header('content-type') === undefined,
      ),
    ),
    { 'zones.list.answers': 'A client sends no body with GET, so a list that requires one does not respond to it.' },
  ),
  defineFault(
    'errors-called-text',
    'conventions.content-type',
    'Errors are JSON that is declared as plain text.',
    mutateResponse('*', (response) =>
      response.status >= 400 && response.status < 500
        ? { ...response, headers: { ...response.headers, 'content-type': 'text/plain' } }
        : response,
    ),
  ),
  defineFault(
    'unknown-parameters-refused',
    'conventions.unknown-parameters-ignored',
    'Requests with an unknown query parameter are rejected.',
    mutateResponse('*', (response, { request }) => (hasUnknownParameter(request) ? badRequestResponse : response)),
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
]
