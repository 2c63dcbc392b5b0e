import type { UrlBase } from '../serializers/links.ts'
import { ApiError, forbidden } from '../server/errors.ts'
import type { EmulatorRequest } from '../server/request.ts'
import { type EmulatorResponse, type JsonObject, ok } from '../server/response.ts'
import type { User } from '../state/accounts.ts'
import type { CloudState } from '../state/cloud-state.ts'

/** One request, authenticated and parsed. */
export interface OperationCall {
  readonly cloud: CloudState
  /** Who calls; all that the call may touch belongs to this user's tenant. */
  readonly user: User
  readonly urlBase: UrlBase
  readonly query: URLSearchParams
  /** The JSON body; null for none. */
  readonly body: unknown
  readonly request: EmulatorRequest
  /** Under which the answer will be known. */
  readonly requestId: string
  param(name: string): string
}

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What the parity page says of something a client can do. */
export interface Parity {
  /** Where it does not do as the real service does, and why. */
  readonly differs?: string
  /** It is answered 501. */
  readonly isUnimplemented?: true
  /** It is answered 403: the real service leaves it to administrators. */
  readonly isAdminOnly?: true
}

/** Something a client can do, under the name that faults, the request log and the parity page refer to. */
export interface Operation extends Parity {
  readonly name: string
  readonly method: Method
  /** Below the service's root (and tenant, where it has one), with `:parameters`. */
  readonly path: string
  /** Its body is no JSON: it is read and dropped. */
  readonly isUpload?: true
  readonly handle: (call: OperationCall) => EmulatorResponse | Promise<EmulatorResponse>
}

/** An operation that needs no token: version documents and signing in. */
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

/** A plain reading, answered 200. */
export function readOperation(
  name: string,
  path: string,
  answer: (call: OperationCall) => JsonObject,
  parity: Parity = {},
): Operation {
  return { name, method: 'GET', path, handle: (call) => ok(answer(call)), ...parity }
}

/** The refusal of what the real service has and this one has not. */
export function notImplemented(name: string): ApiError {
  return new ApiError(501, `The operation ${name} is not part of this emulator; docs/parity.md lists what is.`)
}

/** An operation of the real service that is not there. */
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

/** Nova's refusal of what its policy leaves to administrators; nobody is one here. */
export function policyForbids(rule: string): ApiError {
  return forbidden(`Policy doesn't allow os_compute_api:${rule} to be performed.`)
}

/** An operation that only administrators may use. */
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
