import type { UrlBase } from '../serializers/links.ts'
import { ApiError, forbidden } from '../server/errors.ts'
import type { EmulatorRequest } from '../server/request.ts'
import { type EmulatorResponse, type JsonObject, ok } from '../server/response.ts'
import type { User } from '../state/accounts.ts'
import type { CloudState } from '../state/cloud-state.ts'

/** One authenticated and parsed request for an operation. */
export interface OperationCall {
  readonly cloud: CloudState
  /** The name of the operation. */
  readonly operation: string
  /** The calling user. The call may touch only what belongs to this user's tenant. */
  readonly user: User
  readonly urlBase: UrlBase
  readonly query: URLSearchParams
  /** The JSON body; null without one. */
  readonly body: unknown
  readonly request: EmulatorRequest
  /** The id of the request, which the response repeats. */
  readonly requestId: string
  param(name: string): string
}

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** How an operation compares with that of the real service, for the parity page. */
export interface Parity {
  /** The differences from the real service, and their reasons. */
  readonly differs?: string
  /** The response is 501. */
  readonly isUnimplemented?: true
  /** The response is 403: the real service reserves it for administrators. */
  readonly isAdminOnly?: true
}

/** An operation of a service, under the name that faults, the request log and the parity page use. */
export interface Operation extends Parity {
  readonly name: string
  readonly method: Method
  /** The path below the service's root (and tenant, if it has one), with `:parameters`. */
  readonly path: string
  /** The body is not JSON: it is read and discarded. */
  readonly isUpload?: true
  readonly handle: (call: OperationCall) => EmulatorResponse | Promise<EmulatorResponse>
}

/** An operation that needs no token: version documents and authentication. */
export interface PublicOperation extends Parity {
  readonly name: string
  readonly method: Method
  readonly path: string
  readonly handle: (call: PublicCall) => EmulatorResponse | Promise<EmulatorResponse>
}

export interface PublicCall {
  readonly cloud: CloudState
  readonly origin: string
  readonly body: unknown
  readonly request: EmulatorRequest
  param(name: string): string
}

/** Returns a GET operation whose response is 200. */
export function readOperation(
  name: string,
  path: string,
  body: (call: OperationCall) => JsonObject,
  parity: Parity = {},
): Operation {
  return { name, method: 'GET', path, handle: (call) => ok(body(call)), ...parity }
}

/** Returns the error for an operation of the real service that the emulator does not have. */
export function notImplemented(name: string): ApiError {
  return new ApiError(501, `The operation ${name} is not part of this emulator; docs/parity.md lists what is.`)
}

/** Returns an operation of the real service that the emulator does not have. */
export function unimplemented(name: string, method: Method, path: string): Operation {
  return {
    name,
    method,
    path,
    isUnimplemented: true,
    handle: () => {
      throw notImplemented(name)
    },
  }
}

/** Returns the error with which Nova's policy reserves an operation for administrators. No user of the emulator is one. */
export function policyForbids(rule: string): ApiError {
  return forbidden(`Policy doesn't allow os_compute_api:${rule} to be performed.`)
}

/** Returns an operation that only administrators may use. */
export function adminOnly(name: string, method: Method, path: string, rule: string): Operation {
  return {
    name,
    method,
    path,
    isAdminOnly: true,
    handle: () => {
      throw policyForbids(rule)
    },
  }
}
