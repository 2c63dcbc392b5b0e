import type { EmulatorResponse, JsonObject } from './response.ts'

/** An error response, in the error format of the service that returns it. */
export class ApiError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
  }
}

/** Nova's limit for a request body (oslo.middleware, max_request_body_size), in bytes. */
export const maximumBodyBytes = 114_688

/** Thrown for a body over the limit. The response is an HTML page, because no service has seen the request yet. */
export class BodyTooLarge extends ApiError {
  constructor(limit = maximumBodyBytes) {
    super(413, `The request is larger than ${limit} bytes.`)
  }
}

export const badRequest = (message: string) => new ApiError(400, message)
export const forbidden = (message: string) => new ApiError(403, message)
export const notFound = (message: string) => new ApiError(404, message)
/** Returns the error for a path that Nova does not serve at this microversion. */
export const notServed = () => notFound('The resource could not be found.')
/** Returns the error for an operation that only earlier releases of Nova have. */
export const gone = () => new ApiError(410, 'This resource is no longer available.')
export const conflict = (message: string) => new ApiError(409, message)
export const badMediaType = (message: string) => new ApiError(415, message)

/** The key of Nova's error envelope for each status (nova/api/openstack/wsgi.py, Fault). */
const faultNames: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  409: 'conflictingRequest',
  413: 'overLimit',
  415: 'badMediaType',
  429: 'overLimit',
  501: 'notImplemented',
  503: 'serviceUnavailable',
}

const jsonWithCharset = { 'content-type': 'application/json; charset=UTF-8' }

/** Represents an error of compute and block storage: `{"badRequest": {"code": 400, "message": "…"}}`. */
export function novaFault(error: ApiError): EmulatorResponse {
  const name = faultNames[error.status] ?? 'computeFault'
  const body: JsonObject = { [name]: { code: error.status, message: error.message } }
  return { status: error.status, headers: jsonWithCharset, body }
}

/** Represents an error of the network service: `{"NeutronError": {"type": …, "message": …, "detail": ""}}`. */
export function neutronFault(error: ApiError): EmulatorResponse {
  const types: Readonly<Record<number, string>> = { 400: 'BadRequest', 404: 'NotFound', 409: 'Conflict' }
  const body = { NeutronError: { type: types[error.status] ?? 'HTTPError', message: error.message, detail: '' } }
  return { status: error.status, headers: {}, body }
}

/**
 * Represents an error of the identity service, and of the token check before every service: `{"error": {"code": 401,
 * "title": …, "message": …}}`.
 */
export function keystoneFault(error: ApiError): EmulatorResponse {
  const titles: Readonly<Record<number, string>> = {
    400: 'Bad Request',
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'Not Found',
  }
  const body = { error: { code: error.status, title: titles[error.status] ?? 'Error', message: error.message } }
  return { status: error.status, headers: {}, body }
}
