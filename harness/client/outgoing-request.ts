import { operationSpec } from '#contract'
import { type OperationId, operationsUrl, type RequirementId, type TargetSettings } from '#model'
import { InconclusiveError } from '../errors.ts'
import { pathSegment, type ResourceCreation } from '../resources/created-resource.ts'
import type { RunContext } from '../run-context.ts'

/** The parameters of a call of a documented operation. */
export interface CallOptions {
  readonly path?: Readonly<Record<string, string>>
  /** A path segment to append: the document has two paths for some operations. */
  readonly subpath?: string
  readonly query?: Readonly<Record<string, string | number>> | readonly (readonly [string, string | number])[]
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent unchanged, for bodies that are not JSON. */
  readonly rawBody?: string
  /** Default: the run's own tenant. */
  readonly tenant?: string
  /** Default: the run's own token; null sends none. */
  readonly token?: string | null
  readonly headers?: Readonly<Record<string, string>>
  /**
   * True for a request that violates the document on purpose. The test asserts how the target must respond; neither the response nor later
   * descriptions of the resource are validated.
   */
  readonly isInvalid?: boolean
  /** True for an invalid request for more servers than the run may have. It is sent only with `--allow-costly`. */
  readonly isCostly?: boolean
  /** True for a server of the pool: if the tenant's quota does not allow it, the request is not repeated. */
  readonly isPooled?: boolean
  /** True for a keypair that other tests also use. */
  readonly isShared?: boolean
  /** True when the test is about the rejection of the request: it is sent again for a shorter time while the server is busy (409). */
  readonly mayBeRejected?: boolean
  /** True for a request about a temporary state, such as a resize in progress. It is sent once: later it would not test that state. */
  readonly isMomentary?: boolean
}

/** A request to a companion service or an undocumented path. */
export interface RawCall {
  readonly method: string
  readonly url: string
  /** Sent as JSON. */
  readonly body?: unknown
  /** Default: the run's own token; null sends none. */
  readonly token?: string | null
  /** The resource that a successful request creates. */
  readonly creates?: ResourceCreation
}

/** A request before it gets its headers. */
export interface OutgoingRequest {
  readonly method: string
  readonly url: string
  readonly body: string | undefined
  readonly token: string | null | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly operation?: OperationId
  /** The body before it was serialized. */
  readonly content: unknown
  /** False for a request with a token or tenant other than the run's own. */
  readonly isAuthorized: boolean
  /** The requirement that denies access to a request with another token or tenant. */
  readonly deniedBy?: RequirementId | undefined
  /** True for a request that violates the document on purpose. */
  readonly isInvalid: boolean
  readonly isCostly?: boolean
  readonly isPooled?: boolean
  readonly isShared?: boolean
  readonly mayBeRejected?: boolean
  readonly isMomentary?: boolean
  readonly creates?: ResourceCreation | undefined
}

/** Returns the path segment for a parameter. An empty one would turn the path into that of another operation. */
function parameterSegment(operation: OperationId, name: string, value = ''): string {
  if (value === '') throw new InconclusiveError(`${operation} needs ${name}, which no response has shown.`)
  return pathSegment(value)
}

/** Returns the requirement that denies access to a request with this token; undefined for one with the run's own token and tenant. */
function deniedBy(token: string | null | undefined, isOwnTenant: boolean): RequirementId | undefined {
  if (token === undefined) return isOwnTenant ? undefined : 'access.tenant-in-path'
  // With the token of another tenant, the path has that tenant, too.
  return isOwnTenant ? 'access.token-required' : 'access.tenant-isolation'
}

/**
 * Returns the request of a documented operation, with the method and path of the OpenAPI description.
 * @throws InconclusiveError when a path parameter is missing or empty
 */
export function operationRequest(settings: TargetSettings, operation: OperationId, call: CallOptions): OutgoingRequest {
  const { url, tenant: ownTenant } = settings
  const { path = {}, subpath, query = {}, body, rawBody, tenant = ownTenant, token, headers } = call
  const { isInvalid = false, isCostly = false, isPooled = false, isShared = false } = call
  const { mayBeRejected = false, isMomentary = false } = call
  const spec = operationSpec(operation)
  const expanded = spec.path
    .replace(/^\/v2\/\{tenantId\}/, '')
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => parameterSegment(operation, name, path[name]))
  const suffix = subpath === undefined ? '' : `/${pathSegment(subpath)}`
  const root = operation === 'listVersions' ? url : operationsUrl(settings, tenant)
  const target = new URL(root + expanded + suffix)
  const parameters = Array.isArray(query) ? query : Object.entries(query)
  for (const [name, value] of parameters) target.searchParams.append(String(name), String(value))
  return {
    method: spec.method,
    url: target.href,
    body: rawBody ?? (body === undefined ? undefined : JSON.stringify(body)),
    token: operation === 'listVersions' && token === undefined ? null : token,
    headers,
    operation,
    content: body,
    isAuthorized: token === undefined && tenant === ownTenant,
    deniedBy: deniedBy(token, tenant === ownTenant),
    isInvalid,
    isCostly,
    isPooled,
    isShared,
    mayBeRejected,
    isMomentary,
  }
}

/** Returns the request of a raw call. */
export const rawRequest = ({ method, url, body, token, creates }: RawCall): OutgoingRequest => ({
  method,
  url,
  body: body === undefined ? undefined : JSON.stringify(body),
  token,
  content: body,
  isAuthorized: token === undefined,
  isInvalid: false,
  creates,
})

/**
 * Returns the headers of a request, with the run's own token unless the request specifies another one or none.
 * @throws InconclusiveError when a token would be sent to another origin than the target's or a companion service's
 */
export function requestHeaders(
  { settings, origins }: Pick<RunContext, 'settings' | 'origins'>,
  { url, body, token, headers }: OutgoingRequest,
): Record<string, string> {
  const { origin } = new URL(url)
  if (token !== null && !origins.has(origin))
    throw new InconclusiveError(`The token must not be sent to ${origin}, which is not the target's or a service's.`)
  return {
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === null ? {} : { 'x-auth-token': token ?? settings.token }),
    ...headers,
  }
}
